import psycopg2
from sqlalchemy import text


def prepare(session, redis):
    session.execute(text("""
        DO $$
        BEGIN
            CREATE EXTENSION IF NOT EXISTS pgcrypto;
        END $$;
    """))
    session.execute(text("SET LOCAL statement_timeout TO 1000"))
    session.execute(text("CREATE TRIGGER t BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()"))
    session.execute(text("SELECT id FROM docs WHERE body @@ to_tsquery(:words)"), {"words": "a"})
    cursor = psycopg2.connect("").cursor()
    cursor.execute("BEGIN")
    cursor.execute("SHOW TIME ZONE")
    cursor.execute("SAVEPOINT here")
    cursor.execute("CALL refresh_all()")
    cursor.execute("not a statement")
    session.execute(text("done"))
