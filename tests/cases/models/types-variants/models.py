from sqlalchemy import BigInteger, Column, Integer, JSON, LargeBinary, String, Text, DateTime
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import declarative_base

Base = declarative_base()

JSON_OR_JSONB = JSON().with_variant(JSONB(), "postgresql")
BIG = BigInteger().with_variant(Integer, "sqlite")
LONG_TEXT = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
TZ = DateTime().with_variant(postgresql.TIMESTAMP(timezone=True, precision=3), "postgresql").with_variant(mysql.DATETIME(fsp=6), "mysql")


class Varied(Base):
    __tablename__ = "varied"

    id = Column(BIG, primary_key=True)
    doc = Column(JSON_OR_JSONB, nullable=False)
    inline = Column(String(36).with_variant(UUID(as_uuid=True), "postgresql"))
    long = Column(LONG_TEXT)
    when = Column(TZ)
    reversed = Column(JSONB().with_variant(JSON(), "sqlite"))
    mutable = Column(MutableDict.as_mutable(JSONB))
    mutable_list = Column(MutableList.as_mutable(postgresql.ARRAY(String(5))), server_default="{}")
    mutable_variant = Column(MutableDict.as_mutable(JSON_OR_JSONB))
    blob = Column(LargeBinary(length=2**24).with_variant(mysql.LONGBLOB, "mysql"))
