"""What we tell our users."""
from flask import Blueprint, jsonify, request
from sqlalchemy import text

from extensions import db
from models import Notification

notifications_bp = Blueprint("notifications", __name__, url_prefix="/notifications")


@notifications_bp.get("/<int:users_id>")
def list_notifications(users_id):
    query = Notification.query.filter(Notification.user_id == users_id)
    if request.args.get("unread"):
        query = query.filter(Notification.is_read.is_(False), Notification.read_at.is_(None))
    newest = query.order_by(Notification.created_at.desc()).limit(50)
    return jsonify([{"id": n.id, "title": n.title, "message": n.message, "data": n.meta} for n in newest])


@notifications_bp.post("/")
def send():
    data = request.get_json()
    notification = Notification(
        user_id=data["users_id"],
        notification_type=data["type"],
        title=data["title"],
        message=data["message"],
        action_data=data.get("action"),
        priority=data.get("priority", "normal"),
    )
    db.session.add(notification)
    db.session.commit()
    return jsonify(id=notification.id), 201


@notifications_bp.post("/broadcast")
def broadcast():
    """The same message to everybody."""
    data = request.get_json()
    db.session.execute(
        text(
            "INSERT INTO notifications (users_id, notification_type, title, message, is_read, is_sent,"
            " priority, metadata)"
            " SELECT u.id, 'broadcast', :title, :message, false, false, 'low', '{}'::jsonb"
            " FROM users u WHERE u.is_active"
        ),
        {"title": data["title"], "message": data["message"]},
    )
    db.session.commit()
    return "", 202


@notifications_bp.get("/<int:users_id>/count")
def count_unread(users_id):
    count = db.session.execute(
        text("SELECT count(*) FROM notifications WHERE user_id = :users_id AND NOT is_read"),
        {"users_id": users_id},
    ).scalar_one()
    return jsonify(unread=count)


@notifications_bp.delete("/expired")
def drop_expired():
    result = db.session.execute(text("DELETE FROM notifications WHERE expires_at < now() AND is_read"))
    db.session.commit()
    return jsonify(deleted=result.rowcount)
