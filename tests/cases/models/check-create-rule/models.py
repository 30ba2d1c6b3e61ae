"""A rule of the constraint's own, by dialect."""
from sqlalchemy import CheckConstraint, Column, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Ruled(Base):
    __tablename__ = "ruled"
    __table_args__ = (
        CheckConstraint("options IS JSON", name="ck_oracle", _create_rule=lambda compiler: compiler.dialect.name == "oracle"),
        CheckConstraint("length(options) > 1", name="ck_ours", _create_rule=lambda compiler: compiler.dialect.name == "postgresql"),
    )
    id = Column(Integer, primary_key=True)
    options = Column(Text)
