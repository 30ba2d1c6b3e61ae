"""A registry as the base's attribute carries metadata, naming convention and annotation map."""
import datetime
import re
import uuid
from datetime import datetime as DateTime
from typing import Any, ClassVar, Optional

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.orm.decl_api import registry as RegistryType
from sqlalchemy.sql.functions import coalesce

CAMEL_TO_SNAKE: re.Pattern[str] = re.compile(r"(?<!^)(?=[A-Z])")


class Timestamp(sa.types.TypeDecorator[DateTime]):
    impl = sa.TIMESTAMP(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.DateTime())


class UUID(sa.types.TypeDecorator[uuid.UUID]):
    impl = sa.types.TypeEngine
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID())
        else:
            return dialect.type_descriptor(sa.CHAR(36))


class Base(DeclarativeBase):
    registry: ClassVar[RegistryType] = registry(
        metadata=sa.schema.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s__%(column_0_N_name)s",
                "uq": "uq_%(table_name)s__%(column_0_N_name)s",
                "ck": "ck_%(table_name)s__%(constraint_name)s",
                "fk": "fk_%(table_name)s__%(column_0_N_name)s__%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={uuid.UUID: UUID, DateTime: Timestamp},
    )

    __mapper_args__: dict[str, Any] = {"eager_defaults": True}

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return CAMEL_TO_SNAKE.sub("_", cls.__name__).lower()

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    updated: Mapped[DateTime] = mapped_column(index=True, server_default=sa.func.now(), server_onupdate=FetchedValue())


class Run(Base):
    __abstract__ = True
    start_time: Mapped[Optional[DateTime]] = mapped_column()
    expected_start_time: Mapped[Optional[DateTime]] = mapped_column(index=True)


class FlowRun(Run):
    flow_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("flow.id", ondelete="cascade"), index=True)
    state: Mapped[Optional[str]] = mapped_column()

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> Any:
        return (
            sa.Index("uq_flow_run__flow_id_state", cls.flow_id, cls.state, unique=True),
            sa.Index("ix_flow_run__coalesce_desc", coalesce(cls.start_time, cls.expected_start_time).desc()),
            sa.Index("ix_flow_run__expected_desc", cls.expected_start_time.desc()),
            sa.Index("ix_flow_run__state_coalesce", cls.state, coalesce(cls.start_time, cls.expected_start_time)),
        )


class Flow(Base):
    name: Mapped[str]
    parent_id: Mapped[Optional[uuid.UUID]]
    __table_args__: Any = (
        sa.UniqueConstraint("name"),
        sa.CheckConstraint(sa.text("id != parent_id"), name="no_self_reference"),
        sa.CheckConstraint("parent_id <> id", name="a_name_so_long_that_with_its_table_it_must_be_cut_short_x"),
    )
