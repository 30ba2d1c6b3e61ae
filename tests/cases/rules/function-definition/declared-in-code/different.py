from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_policy import PGPolicy
from alembic_utils.pg_trigger import PGTrigger
from sqlalchemy import DDL, Column, DateTime, Integer, Text, event
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    email = Column(Text)
    touched = Column(DateTime(timezone=True))


shout = PGFunction(
    schema="public",
    signature="shout(some_text text)",
    definition="returns text language sql immutable as $$ SELECT upper(some_text) || '?' $$;",
)
touch = PGTrigger(
    schema="public",
    signature="touch",
    on_entity="public.accounts",
    definition="after update on accounts for each row execute procedure touch()",
)
own = PGPolicy("public", "own", "AS PERMISSIVE FOR ALL TO public USING ((email)::text = current_user)", "accounts")

event.listen(
    Base.metadata,
    "before_create",
    DDL("CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched = clock_timestamp(); RETURN NEW; END $$"),
)
event.listen(
    Account.__table__,
    "after_create",
    DDL("CREATE INDEX ix_lower ON %(fullname)s (lower(email)) WHERE email IS NULL").execute_if(dialect="postgresql"),
)
event.listen(Account.__table__, "after_create", DDL("CREATE TABLE only_elsewhere (a int)").execute_if(dialect="sqlite"))
event.listen(Base.metadata, "before_create", DDL("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
event.listen(Base.metadata, "before_create", DDL("CREATE SEQUENCE invoice_numbers"))
event.listen(Account.__table__, "after_create", DDL("CREATE TRIGGER audit AFTER INSERT ON %(table)s EXECUTE FUNCTION touch()"))
broken = PGFunction("public", "shout(some_text text, n int)", "returns text language sql as $$ SELECT some_text $$")
