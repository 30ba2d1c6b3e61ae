from geoalchemy2 import Geography, Geometry
from pgvector.sqlalchemy import HALFVEC, Vector
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
from sqlalchemy_utils import (ArrowType, ChoiceType, ColorType, CountryType, CurrencyType, EmailType, IPAddressType, JSONType, LocaleType,
                              LtreeType, PasswordType, PhoneNumberType, ScalarListType, TimezoneType, TSVectorType, URLType,
                              UUIDType)

Base = declarative_base()


class Third(Base):
    __tablename__ = "third"
    id = Column(Integer, primary_key=True)
    vector = Column(Vector(3))
    vector_any = Column(Vector)
    half = Column(HALFVEC(5))
    point = Column(Geometry("POINT", srid=4326, spatial_index=False))
    anything = Column(Geometry(spatial_index=False))
    geography = Column(Geography(geometry_type="POLYGON", srid=4326))
    choice = Column(ChoiceType([("a", "A"), ("b", "B")]))
    choice_impl = Column(ChoiceType({1: "x"}.items(), impl=Integer()))
    email = Column(EmailType)
    email_length = Column(EmailType(50))
    ip = Column(IPAddressType)
    json = Column(JSONType)
    scalar_list = Column(ScalarListType)
    search = Column(TSVectorType("json"))
    url = Column(URLType)
    uuid = Column(UUIDType)
    uuid_text = Column(UUIDType(binary=False))
