from sqlalchemy import Column, Integer


class Owned:
    owner_id = Column(Integer)
