"""For administrators: users, reports, channels, settings."""
from flask import Blueprint, jsonify, request
from sqlalchemy import func, select, text, update

from extensions import db
from models import ContentReport, Media, SupportTicket, SystemSetting, User, UserAction, UserType

admin_bp = Blueprint("admin", __name__, url_prefix="/admin")

EXPORTABLE = ("users", "media", "payments")


@admin_bp.get("/users")
def users():
    rows = db.session.execute(text(
        "SELECT id, username, user_type_name, credit_balance FROM active_users_with_types"
        " WHERE user_type_code = :code ORDER BY username"
    ), {"code": request.args.get("type", "viewer")})
    return jsonify([dict(row._mapping) for row in rows])


@admin_bp.post("/users/<int:users_id>/lock")
def lock_user(users_id):
    db.session.execute(update(User).where(User.id == users_id).values(is_locked_out=True, is_active=False))
    db.session.commit()
    return "", 204


@admin_bp.get("/users/<int:users_id>/actions")
def actions(users_id):
    """The audit trail of one user, newest first."""
    trail = (
        db.session.query(UserAction)
        .filter_by(users_id=users_id)
        .order_by(UserAction.created_at.desc())
        .limit(200)
    )
    return jsonify([{"type": a.action_type, "category": a.action_category} for a in trail])


@admin_bp.get("/types")
def user_types():
    statement = (
        select(UserType.code, func.count(User.id))
        .outerjoin(User, User.users_type_id == UserType.id)
        .group_by(UserType.code)
    )
    return jsonify(dict(db.session.execute(statement).all()))


@admin_bp.get("/reports")
def open_reports():
    reports = (
        ContentReport.query.join(Media, Media.id == ContentReport.media_id)
        .filter(ContentReport.status == "open")
        .order_by(ContentReport.created_at)
    )
    return jsonify([{"id": r.id, "media": r.media.title, "type": r.report_type} for r in reports])


@admin_bp.get("/channels")
def channels():
    rows = db.session.execute(text("""
        SELECT c.id, c.name, c.metadata ->> 'epg' AS epg, mc.name AS category
        FROM tv_channels c LEFT JOIN media_categories mc ON mc.id = c.category_id
        WHERE c.is_active ORDER BY c.channel_number
    """))
    return jsonify([dict(row._mapping) for row in rows])


@admin_bp.get("/export/<name>")
def export(name):
    if name not in EXPORTABLE:
        return "", 404
    rows = db.session.execute(text(f"SELECT * FROM {name} ORDER BY id"))
    return jsonify([dict(row._mapping) for row in rows])


@admin_bp.get("/tickets")
def tickets():
    waiting = SupportTicket.query.filter(SupportTicket.status.in_(("open", "waiting")))
    return jsonify([{"id": t.id, "subject": t.subject, "by": t.user.username} for t in waiting])


@admin_bp.put("/settings/<key>")
def change_setting(key):
    setting = SystemSetting.query.filter_by(setting_key=key).first()
    if setting is None:
        setting = SystemSetting(setting_key=key, setting_type="string")
        db.session.add(setting)
    setting.setting_value = request.get_json()["value"]
    db.session.commit()
    return "", 204
