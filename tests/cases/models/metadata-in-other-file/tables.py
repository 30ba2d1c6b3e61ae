from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from db import metadata

things = Table("things", metadata, Column("id", Integer, primary_key=True), Column("a", String(3)), Column("b", String(4)),
               UniqueConstraint("a", "b"))
