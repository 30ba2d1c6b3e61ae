from sqlalchemy import Column, Integer, String, Text, Unicode
from sqlalchemy.orm import declarative_base
from sqlalchemy_utils import EncryptedType, StringEncryptedType, Timestamp, UUIDType, generic_repr
from sqlalchemy_utils.types.encrypted.encrypted_type import AesEngine, FernetEngine

Base = declarative_base()
KEY = "x" * 32


@generic_repr
class Secret(Base, Timestamp):
    __tablename__ = "secret"
    id = Column(Integer, primary_key=True)
    plain = Column(StringEncryptedType)
    text = Column(StringEncryptedType(Text, KEY, FernetEngine))
    string = Column(StringEncryptedType(String(40), KEY, AesEngine, "pkcs5"))
    unicode = Column(StringEncryptedType(Unicode, lambda: KEY))
