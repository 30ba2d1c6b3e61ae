import re

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

camel_to_snake = re.compile(r"(?<!^)(?=[A-Z])")


class Base(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        """The class name in snake case."""
        return camel_to_snake.sub("_", cls.__name__).lower()


class FlowRun(Base):
    id: Mapped[int] = mapped_column(primary_key=True)


class FlowRunState(Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    flow_run_id: Mapped[int] = mapped_column(ForeignKey("flow_run.id"))
