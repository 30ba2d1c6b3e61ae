"""Nightly jobs."""
from sqlalchemy import text

from extensions import db
from models import Event, EventType, UserDevice, UserSession
from models.base import utcnow


def drop_old_events():
    """Events are kept as long as their type says."""
    result = db.session.execute(text("""
        DELETE FROM events e
        USING events_types t
        WHERE t.id = e.events_type_id
          AND e.created_at < now() - t.retention_days * interval '1 day'
    """))
    db.session.commit()
    return result.rowcount


def count_events(code):
    return Event.query.join(EventType).filter(EventType.code == code).count()


def drop_dead_sessions():
    UserSession.query.filter(UserSession.expires_at < utcnow()).delete()
    db.session.commit()


def forget_devices(days_since):
    """Devices that nobody has used for long and that were never trusted."""
    UserDevice.query.filter(UserDevice.last_active < days_since, UserDevice.login_count < 2).delete()


def update_user_scores():
    db.session.execute(text("""
        UPDATE media m
        SET user_score = s.mean, updated_at = now()
        FROM (SELECT media_id, avg(user_score) AS mean FROM users_ratings GROUP BY media_id) s
        WHERE s.media_id = m.id AND m.user_score IS DISTINCT FROM s.mean
    """))


def allowed_types(extension):
    rows = db.session.execute(
        text("SELECT code FROM media_types WHERE :extension = ANY (allowed_extensions)"),
        {"extension": extension},
    )
    return [row.code for row in rows]


def back_up(media_ids):
    return db.session.execute(
        text("SELECT id, title, tags, metadata FROM media_backup WHERE id = ANY (CAST(:ids AS integer[]))"),
        {"ids": list(media_ids)},
    ).all()
