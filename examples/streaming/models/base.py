"""What several model files share."""
from datetime import datetime, timezone

from extensions import db

CURRENCY_LENGTH = 3
MONEY = db.Numeric(15, 2)


def utcnow():
    return datetime.now(timezone.utc)


class TimestampMixin:
    """created_at is the database's business, updated_at the application's."""

    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
