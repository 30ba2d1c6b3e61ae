"""What functions do to a table when the module calls them."""
from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table
from sqlalchemy import UniqueConstraint, and_, or_
from sqlalchemy.orm import declarative_base

metadata = MetaData()
Base = declarative_base(metadata=metadata)


class Setting(Base):
    __tablename__ = "setting"
    id = Column(Integer, primary_key=True)
    protocol = Column(String(10), nullable=False)
    secret = Column(String(50))
    owner = Column(Integer)


def not_empty(column):
    return and_(column.is_not(None), column != "")


def install_checks():
    """Checks of the protocol."""
    table = Setting.__table__
    protocol = table.c.protocol
    table.append_constraint(CheckConstraint(protocol.in_(("oidc", "saml")), name="ck_protocol"))
    table.append_constraint(CheckConstraint(or_(protocol == "saml", not_empty(table.c.secret)), name="ck_secret"))
    if not [1, 2]:
        table.append_constraint(UniqueConstraint("secret"))
    for name in ("owner", "secret"):
        Index(f"ix_by_{name}", table.c[name])


def helper(table):
    table.append_column(Column("extra", String(7)))


def define_tables(metadata):
    users = Table("users", metadata, Column("id", Integer, primary_key=True))
    helper(users)
    Table("loose", metadata, Column("id", Integer, primary_key=True), Column("name", String(3)))
    Setting.__table__.append_constraint(ForeignKeyConstraint(["owner"], ["users.id"], ondelete="CASCADE"))


def never_called():
    Table("never", metadata, Column("id", Integer, primary_key=True))


install_checks()
define_tables(metadata)
if __name__ == "__main__":
    never_called()
