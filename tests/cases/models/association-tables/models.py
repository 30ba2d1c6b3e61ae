import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, String, Table, UniqueConstraint
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()

tagging = Table(
    "tagging",
    Base.metadata,
    Column("post_id", Integer, ForeignKey("post.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id"), primary_key=True),
    Column("weight", sa.Float, nullable=False, server_default="1"),
)
loose = sa.Table("loose", Base.metadata, sa.Column("post_id", sa.ForeignKey("post.id")),
                 sa.Column("tag_id", sa.ForeignKey("tag.id")), sa.UniqueConstraint("post_id", "tag_id"))
keyed = Table("keyed", Base.metadata, Column("a_id", Integer, ForeignKey("post.id")), Column("b_id", Integer, ForeignKey("tag.id")),
              PrimaryKeyConstraint("a_id", "b_id"))


class Post(Base):
    __tablename__ = "post"
    id = Column(Integer, primary_key=True)
    tags = relationship("Tag", secondary=tagging, backref="posts")
    loose_tags = relationship("Tag", secondary="loose", overlaps="tags")


class Tag(Base):
    __tablename__ = "tag"
    id = Column(Integer, primary_key=True)
    name = Column(String(30), unique=True)
