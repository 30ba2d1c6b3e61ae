from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Size(Base):
	__tablename__ = 'sizes'
	__mapper_args__ = {'eager_defaults': True}

	id = Column(Integer, primary_key=True)
	width = Column(
		Integer,
		doc='in millimetres',
	)
	label = Column(String(30))
