import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

__all__ = ["Name", "Document", "key"]

Name = sa.String(44)
Document = JSONB
Hidden = sa.Text


def key():
    return sa.Column(sa.BigInteger, primary_key=True)
