from flask_sqlalchemy import SQLAlchemy as FlaskSQLAlchemy
from sqlalchemy import Column, DateTime, MetaData, TypeDecorator, util

NAMING_CONVENTION = util.immutabledict({
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
})
metadata = MetaData(naming_convention=NAMING_CONVENTION)


class UTCDateTime(TypeDecorator):
    impl = DateTime(timezone=True)
    cache_ok = False


class SQLAlchemy(FlaskSQLAlchemy):
    """Adds behaviour, no tables."""

    def apply_driver_hacks(self, app, info, options):
        return super().apply_driver_hacks(app, info, options)


db = SQLAlchemy(metadata=metadata)
