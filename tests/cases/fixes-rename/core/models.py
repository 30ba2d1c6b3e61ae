from sqlalchemy import Column, Integer, MetaData, String, Table, select

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(50), nullable=False),
    Column("name", String(50)),
)


def find(connection, login):
    return connection.execute(select(users.c.id).where(users.c.login == login))
