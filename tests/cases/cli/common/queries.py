"""Queries on the database of common/app.sql, some of them wrong."""
from sqlalchemy import text


def right(session, email):
    return session.execute(text("SELECT id, ip_address FROM users WHERE email = :email"), {"email": email})


def wrong_column(session):
    return session.execute(text("SELECT id, mail FROM users ORDER BY created_at"))


def wrong_table(session):
    return session.execute(text("""
        SELECT u.email, a.note
        FROM users u JOIN audits a ON a.id = u.id
    """))


def left_out(session):
    session.execute(text("INSERT INTO users (ip_address) VALUES (:ip)"), {"ip": "::1"})


def pasted(session, name):
    return session.execute(text(f"SELECT note FROM audit WHERE note = '{name}'"))


def in_part(session, table):
    session.execute(text("DELETE FROM " + table))
    session.execute(text("UPDATE audit SET note = NULL"))
