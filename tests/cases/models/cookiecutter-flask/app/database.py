from typing import Optional, Type, TypeVar

from .extensions import db

T = TypeVar("T", bound="PkModel")
Column = db.Column
relationship = db.relationship


class CRUDMixin(object):
    @classmethod
    def create(cls, **kwargs):
        instance = cls(**kwargs)
        return instance.save()


class Model(CRUDMixin, db.Model):
    __abstract__ = True


class PkModel(Model):
    __abstract__ = True
    id = Column(db.Integer, primary_key=True)


def reference_col(tablename, nullable=False, pk_name="id", foreign_key_kwargs=None, column_kwargs=None):
    foreign_key_kwargs = foreign_key_kwargs or {}
    column_kwargs = column_kwargs or {}
    return Column(
        db.ForeignKey(f"{tablename}.{pk_name}", **foreign_key_kwargs),
        nullable=nullable,
        **column_kwargs,
    )
