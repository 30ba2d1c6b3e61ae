"""The audit trail: who did what."""
import json

from sqlalchemy import text

from extensions import db
from models import UserAction


def log_action(users_id, action_type, category, ip_address=None, **data):
    """Remember what somebody did; the caller commits."""
    db.session.add(UserAction(
        users_id=users_id,
        action_type=action_type,
        action_category=category,
        action_data=data,
        ip_address=ip_address,
    ))


def log_system_action(action_type, **data):
    """The same for a job that nobody started by hand."""
    db.session.add(UserAction(action_type=action_type, action_category="admin", action_data=data))


def log_import(source, count):
    db.session.execute(
        text(
            "INSERT INTO users_actions (action_type, target_type, action_data, action_category)"
            " VALUES ('import', 'media', CAST(:data AS jsonb), 'admin')"
        ),
        {"data": json.dumps({"source": source, "count": count})},
    )


def recent_actions(users_id, limit=20):
    return db.session.execute(
        text(
            "SELECT action_type, action_category, host(ip_address) AS ip, created_at FROM users_actions"
            " WHERE users_id = :users_id ORDER BY created_at DESC LIMIT :limit"
        ),
        {"users_id": users_id, "limit": limit},
    ).all()
