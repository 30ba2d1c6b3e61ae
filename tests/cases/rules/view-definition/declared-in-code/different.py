from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_view import PGView
from sqlalchemy import Boolean, Column, Integer, Text, text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    email = Column(Text)
    active = Column(Boolean, nullable=False, server_default=text("true"))


active_accounts = PGView(
    schema="public",
    signature="active_accounts",
    definition="select id, email from public.accounts where not active",
)
emails = PGMaterializedView("public", "emails", "SELECT lower(email) AS email, count(*) FROM accounts GROUP BY lower(email) HAVING count(*) > 1;")
more = [PGView("public", "not_there", "SELECT 1 AS one")]
