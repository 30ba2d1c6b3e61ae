import asyncpg
from sqlalchemy import text

LIMITS = (10, 20)


async def search(dsn, name, tag, newest):
    pool = await asyncpg.create_pool(dsn)
    query = "SELECT id FROM users WHERE true"
    if name:
        query += " AND name = $1"
    if not tag:
        query += " AND tag IS NULL"
    else:
        query += " AND tag = $2"
    query = query + " ORDER BY " + ("id DESC" if newest else "id")
    async with pool.acquire() as connection:
        return await connection.fetch(query, name, tag)


def sums(session, ids, columns):
    marks = ", ".join(":id%d" % i for i in range(len(ids)))
    session.execute(text("SELECT id FROM users WHERE id IN (" + marks + ")"))
    session.execute(text(f"SELECT {', '.join(columns)} FROM users LIMIT {LIMITS[1]}"))
    session.execute(text("SELECT %s FROM users WHERE kind = '%s'" % ("id", "x")))
    session.execute(text("SELECT {0} FROM {t} WHERE {{}} = 1".format("id", t="users")))


def looped(session, filters):
    sql = "SELECT id FROM users WHERE true"
    for key in filters:
        sql += f" AND {key} = :{key}"
    session.execute(text(sql), filters)
    for table in ("users", "orders"):
        session.execute(text(f"DELETE FROM {table}"))


def early(session, fast):
    if fast:
        query = "SELECT 1"
        return session.execute(text(query))
    query = "SELECT 2"
    return session.execute(text(query))
