"""Dictionaries of pairs, with double keys, merged, sorted and unpacked."""

from sqlalchemy import Column, Integer, MetaData, String, Enum, Index, text
from sqlalchemy.orm import declarative_base
conv = dict([("ix", "idx_%(column_0_label)s"), ("pk", "pk_%(table_name)s")])
more = dict(conv, uq="u_%(table_name)s_%(column_0_name)s")
Base = declarative_base(metadata=MetaData(naming_convention=more))
args = dict([("schema", "app"), ("comment", "hey")])
opts = dict(zip(["nullable", "unique"], [False, True]))
LABELS = {"a": "A", "b": "B"}
pairs = (("x", "X"), ("y", "Y"))
class A(Base):
    __tablename__ = "a"
    __table_args__ = (Index(None, "n"), args)
    id = Column(Integer, primary_key=True)
    n = Column(String, **opts)
    m = Column(String, **dict(nullable=False, index=True))
    e = Column(Enum(*dict(pairs), name="e1"))
    f = Column(Enum(*dict(pairs).values(), name="e2"))
    g = Column(Enum(*LABELS, name="e3"))
    h = Column(Enum(*[k for k, _ in pairs], name="e4"))
    i = Column(Enum(*{v: k for k, v in pairs}, name="e5"))
    j = Column(String, server_default=dict(pairs)["x"])
    k = Column(String, server_default=dict(pairs).get("y"))
    l = Column(String, server_default=dict(pairs).get("z", "none"))
    o = Column(Enum(*sorted(LABELS.values(), reverse=True), name="e6"))
    p = Column(Enum(*{**LABELS, "c": "C"}.keys(), name="e7"))
    q = Column(Enum(*(LABELS | {"d": "D"}), name="e8"))
    r = Column(String(max(len(x) for x in LABELS)))
    s = Column(Enum(*dict.fromkeys(["u", "v"]), name="e9"))
