from sqlalchemy import BigInteger, Column, Integer, MetaData, Sequence, String, text
from sqlalchemy.orm import declarative_base

metadata = MetaData()
Base = declarative_base(metadata=metadata)
free = Sequence("free_seq", metadata=metadata, start=5, increment=2, minvalue=1, maxvalue=999, cycle=True, cache=10)
in_schema = Sequence("schema_seq", schema="aux", metadata=metadata)
key = Sequence("key_seq", metadata=metadata)


class Keyed(Base):
    __tablename__ = "keyed"
    id = Column(Integer, key, server_default=key.next_value(), primary_key=True)
    number = Column(BigInteger, server_default=free.next_value())
    by_text = Column(Integer, server_default=text("nextval('free_seq'::regclass)"))
    python_side = Column(Integer, free)
