"""Functions name constraints when they are attached: what of them can be followed is known."""
from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, event
from sqlalchemy.event import listens_for
from sqlalchemy.orm import declarative_base
from sqlalchemy.schema import PrimaryKeyConstraint, UniqueConstraint

Base = declarative_base()


@event.listens_for(PrimaryKeyConstraint, "after_parent_attach")
def _name_key(const, table):
    if table.name.upper() == "OLD_MESSAGES":
        const.name = "OLD_PK"
    else:
        const.name = "%s_PK" % (table.name.upper(),)


@listens_for(ForeignKeyConstraint, "after_parent_attach")
def _name_reference(const, table):
    if const.name:
        return
    const.name = "fk_%s_%s" % (table.name, const.elements[0].parent.name)


def _name_unique(const, table):
    if const.name is None:
        const.name = "uq_%s_%s" % (table.name, list(const.columns)[0].name)


event.listen(UniqueConstraint, "after_parent_attach", _name_unique)


@event.listens_for(CheckConstraint, "after_parent_attach")
def _name_check(const, table):
    if const.name == "SHORT" and table.name == "messages":
        const.name = "MESSAGES_SHORT"
    elif const.name is None:
        const.name = table.name + ("_long" if "100" in str(const.sqltext) else "_any")


@event.listens_for(Index, "after_parent_attach")
def _look_at_index(index, table):
    assert index.name, table.name


class Message(Base):
    __tablename__ = "messages"
    id = Column(Integer)
    doi = Column(String(10))
    code = Column(String(10), unique=True, index=True)
    parent_id = Column(Integer, ForeignKey("messages.id"))
    other_id = Column(Integer, ForeignKey("messages.id", name="fk_given"))
    __table_args__ = (
        PrimaryKeyConstraint("id", name="MESSAGES_ID_PK"),
        UniqueConstraint("doi"),
        UniqueConstraint("doi", "code", name="uq_given"),
        CheckConstraint("code <> ''", "SHORT"),
        CheckConstraint("length(doi) < 100"),
    )


class OldMessage(Base):
    __tablename__ = "old_messages"
    id = Column(Integer, primary_key=True)
    code = Column(String(10))
    __table_args__ = (CheckConstraint("code <> ''", "SHORT"),)
