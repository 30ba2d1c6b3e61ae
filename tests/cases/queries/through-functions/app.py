import asyncio

from sqlalchemy import text


def install(engine):
    with engine.begin() as connection:

        def run(statement):
            return connection.execute(text(statement))

        fill(run)
        fill_more(lambda statement: connection.execute(text(statement)))


def fill(run):
    run("INSERT INTO roles (id, name) VALUES (1, 'admin')")
    run("INSERT INTO units (id) VALUES (1)")


def fill_more(run):
    run("DELETE FROM units")


def limited(connection, sql, limit):
    wanted = sql.strip().rstrip(";") + " LIMIT 10"
    return connection.execute(text(wanted))


def page(connection):
    return limited(connection, "SELECT id FROM users;", 10)


def by_template(connection, template, table):
    return connection.execute(text(template.format(table=table)))


def counts(connection):
    by_template(connection, "SELECT count(*) FROM {table}", "users")
    by_template(connection, template="SELECT max(id) FROM {table}", table=connection.name)


def log(connection, label):
    connection.execute(text("INSERT INTO log (line) VALUES (:label)"), {"label": label})


def logged(connection):
    log(connection, "SELECT is only a word here")


async def in_a_thread(cursor):
    await asyncio.to_thread(cursor.execute, "SELECT name FROM users")


def statements(user, labels):
    out = [("UPDATE users SET seen = now() WHERE id = :id", {"id": user})]
    for label in labels:
        out.append(("INSERT INTO labels (name) VALUES (:name)", {"name": label}))
    out.append(("DELETE FROM drafts", {}))
    return out


def run_statements(connection, user, labels):
    for sql, values in statements(user, labels):
        statement = text(sql)
        connection.execute(statement, values)


def scripts():
    yield "REINDEX TABLE users"
    yield "ANALYZE users"


def maintain(connection):
    for script in scripts():
        connection.execute(text(script))
