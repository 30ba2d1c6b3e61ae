from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table, UniqueConstraint, text

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq__%(table_name)s__%(column_0_N_name)s",
    "ck": "ck__%(table_name)s__%(constraint_name)s",
    "fk": "fk__%(table_name)s__%(column_0_N_name)s__%(referred_table_name)s__%(referred_column_0_name)s",
    "pk": "pk__%(table_name)s",
})

a = Table("a", metadata, Column("x", Integer, primary_key=True), Column("y", Integer, primary_key=True))
b = Table(
    "b", metadata,
    Column("id", Integer, primary_key=True), Column("p", Integer, index=True), Column("q", Integer, unique=True),
    ForeignKeyConstraint(["p", "q"], ["a.x", "a.y"]), UniqueConstraint("p", "q"), Index(None, "q", "p"),
    CheckConstraint("p <> q", name="different"),
)
