"""Signing in and out, sessions and devices."""
from datetime import timedelta

from flask import Blueprint, abort, jsonify, request
from sqlalchemy import func, or_, text

from extensions import db
from models import User, UserDevice, UserSession, UserType
from models.base import utcnow
from utils.audit import log_action

auth_bp = Blueprint("auth", __name__, url_prefix="/auth")

SESSION_LIFETIME = timedelta(days=14)


@auth_bp.post("/login")
def login():
    data = request.get_json()
    user = User.query.filter(
        or_(User.username == data["login"], func.lower(User.email) == data["login"].lower()),
        User.is_active.is_(True),
    ).first()
    if user is None or user.is_locked_out or not user.check_password(data["password"]):
        if user is not None:
            user.register_failed_login()
            db.session.commit()
        abort(401)
    user.failed_login_attempts = 0
    user.last_login_at = utcnow()
    session = UserSession.issue(user, SESSION_LIFETIME)
    db.session.add(session)
    log_action(user.id, "login", "account", ip_address=request.remote_addr)
    db.session.commit()
    return jsonify(token=session.session_token, user=user.to_dict())


@auth_bp.post("/logout")
def logout():
    token = request.headers.get("X-Session", "")
    UserSession.query.filter_by(session_token=token).delete()
    db.session.commit()
    return "", 204


@auth_bp.get("/sessions/<int:users_id>")
def list_sessions(users_id):
    sessions = (
        UserSession.query.filter_by(user_id=users_id)
        .filter(UserSession.expires_at > utcnow())
        .order_by(UserSession.last_activity.desc())
        .all()
    )
    return jsonify([{"id": s.id, "ip": s.ip_address, "agent": s.user_agent} for s in sessions])


@auth_bp.post("/sessions/touch")
def touch_session():
    db.session.execute(
        text("UPDATE users_sessions SET last_activity = now() WHERE session_token = :token"),
        {"token": request.headers.get("X-Session", "")},
    )
    db.session.commit()
    return "", 204


@auth_bp.get("/devices/<int:users_id>")
def list_devices(users_id):
    devices = db.session.query(UserDevice.id, UserDevice.device_name, UserDevice.last_active).filter(
        UserDevice.user_id == users_id, UserDevice.is_blocked.is_(False)
    )
    return jsonify([dict(row._mapping) for row in devices])


@auth_bp.post("/devices/<int:device_id>/trust")
def trust_device(device_id):
    device = db.session.get(UserDevice, device_id)
    if device is None:
        abort(404)
    device.is_trusted = True
    db.session.commit()
    return "", 204


@auth_bp.get("/limits/<int:users_id>")
def viewing_limits(users_id):
    row = db.session.execute(
        text("SELECT username, rating_limit FROM users WHERE id = :id"), {"id": users_id}
    ).first()
    return jsonify(user=row[0], limit=row[1]) if row else ("", 404)


@auth_bp.post("/register")
def register():
    data = request.get_json()
    viewer = UserType.query.filter_by(code=UserType.VIEWER).one()
    user = User(user_type=viewer, username=data["username"], email=data["email"].lower())
    user.set_password(data["password"])
    db.session.add(user)
    db.session.commit()
    return jsonify(user.to_dict()), 201
