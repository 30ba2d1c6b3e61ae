from sqlalchemy import MetaData
from sqlalchemy.orm import registry

NAMING = {"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
metadata = MetaData(schema="core", naming_convention=NAMING)
mapper_registry = registry(metadata=metadata)
Base = mapper_registry.generate_base()
