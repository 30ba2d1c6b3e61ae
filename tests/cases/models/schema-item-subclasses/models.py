from sqlalchemy import Column as BaseColumn, Integer, String, ForeignKey, Index, UniqueConstraint, TypeDecorator, DateTime, func
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Column(BaseColumn):
    inherit_cache = True
    def __init__(self, *args, **kwargs):
        kwargs["nullable"] = kwargs.get("nullable", False)
        super().__init__(*args, **kwargs)
class Same(BaseColumn):
    inherit_cache = True
class Stamp(Column):
    inherit_cache = True
    def __init__(self, index=False, **kw):
        Column.__init__(self, DateTime(timezone=True), server_default=func.now(), index=index, **kw)
class Cascade(ForeignKey):
    def __init__(self, target, **kw):
        super().__init__(target, ondelete="CASCADE", **kw)
class Code(String):
    def __init__(self, length=None):
        length = length or 20
        super().__init__(length)
class LongCode(Code):
    def __init__(self):
        super().__init__(length=77)
class Wrapped(TypeDecorator):
    impl = String
    cache_ok = True
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("length", 33)
        super().__init__(*args, **kwargs)
class UQ(UniqueConstraint):
    def __init__(self, *cols):
        super().__init__(*cols, name="uq_" + "_".join(cols))
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    b = Column(String)
    c = Column(String, default="x")
    e = Same(String(5))
    f = Stamp()
    g = Stamp(index=True, nullable=True)
    h = Column(Integer, Cascade("a.id"), nullable=True)
    i = Column(Code())
    j = Column(LongCode())
    k = Column(Wrapped)
    l = Column(Wrapped(length=12))
    __table_args__ = (UQ("b", "c"),)
