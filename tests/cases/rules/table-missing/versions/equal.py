from sqlalchemy import BigInteger, Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Article(Base):
    __tablename__ = "article"
    id = Column(Integer, primary_key=True)


class Note(Base):
    __tablename__ = "note"
    id = Column(Integer, primary_key=True)


class Plain(Base):
    __tablename__ = "plain"
    id = Column(Integer, primary_key=True)


class ArticleVersion(Base):
    __tablename__ = "article_version"
    id = Column(Integer, primary_key=True, autoincrement=False)
    transaction_id = Column(BigInteger, primary_key=True)


class NoteHistory(Base):
    __tablename__ = "note_history"
    id = Column(Integer, primary_key=True, autoincrement=False)
    transaction_id = Column(BigInteger, primary_key=True)


class PlainVersion(Base):
    __tablename__ = "plain_version"
    id = Column(Integer, primary_key=True, autoincrement=False)


class Transaction(Base):
    __tablename__ = "transaction"
    id = Column(BigInteger, primary_key=True, autoincrement=False)
