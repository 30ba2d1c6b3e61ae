from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, func, text

metadata = MetaData()

account = Table(
    "account", metadata,
    Column("id", BigInteger, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("mbid", Text, key="musicbrainz_id", index=True),
    Column("created", String(10), server_default=text("now()::text")),
    Column("quantity", Integer, CheckConstraint("quantity >= 0", name="ck_quantity"), nullable=False),
    Index("account_idx_lower", func.lower(text("name"))),
    comment="made by hand",
)
Index("account_idx_created", account.c.created.desc(), unique=True)
Index("account_idx_two", account.c.name, account.c.musicbrainz_id)
token = Table("token", metadata, Column("account_id", ForeignKey(account.c.id), primary_key=True), Column("token", String(64)))
