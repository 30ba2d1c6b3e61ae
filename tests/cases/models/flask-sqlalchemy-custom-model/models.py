from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import Model
from sqlalchemy import Column, DateTime, MetaData, func


class BaseModel(Model):
    created = Column(DateTime, server_default=func.now())


metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})
db = SQLAlchemy(model_class=BaseModel, metadata=metadata)


class Page(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    slug = db.Column(db.String(30), unique=True)
