from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

from columns import Softly

Base = declarative_base()


class NonNull(Column):
    inherit_cache = True

    def __init__(self, *args, **kwargs):
        kwargs["nullable"] = False
        super().__init__(*args, **kwargs)


class Fixed(Column):
    inherit_cache = True

    def __init__(self, type_, **kwargs):
        super().__init__(type_, nullable=False, **kwargs)


class Closed(Column):
    inherit_cache = True

    def __init__(self, type_):
        super().__init__(type_, nullable=False)


class Given(Column):
    inherit_cache = True

    def __init__(self, type_, nullable=False, **kwargs):
        super().__init__(type_, nullable=nullable, **kwargs)


def required(*args, **kwargs):
    kwargs.setdefault("nullable", False)
    return Column(*args, **kwargs)


def always(type_):
    return Column(type_, nullable=False)


class Thing(Base):
    __tablename__ = "things"

    id = Column(Integer, primary_key=True)
    a = NonNull(String(10))
    b = Softly(String(10))
    c = Fixed(String(10))
    d = Closed(String(10))
    e = Given(String(10))
    f = required(String(10))
    g = always(String(10))
    h = Softly(String(10), nullable=False, doc="text")  # kept
    i = NonNull(String(10))
    j = Softly(
        String(10),
        doc="a",
    )
