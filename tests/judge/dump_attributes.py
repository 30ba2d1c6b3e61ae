"""What SQLAlchemy says of the attributes of the classes that it has mapped, as lines:

    module.Class attribute kind detail

`kind` is column (detail: table.column), relationship (detail: its class), column property, composite, synonym (detail: its attribute),
hybrid or association proxy: `mapper.attrs` and `all_orm_descriptors`, after `configure_mappers()`.
"""
import sqlalchemy.orm
from sqlalchemy import inspect
from sqlalchemy.orm import ColumnProperty, RelationshipProperty, configure_mappers

try:
    from sqlalchemy.orm import CompositeProperty, SynonymProperty
except ImportError:  # 1.4
    from sqlalchemy.orm.descriptor_props import CompositeProperty, SynonymProperty

try:
    from sqlalchemy.orm.mapper import _all_registries
except ImportError:
    from sqlalchemy.orm.mapperlib import _all_registries


def mappers():
    found = set()
    for registry in _all_registries():
        found |= set(registry.mappers)
    return sorted((m for m in found if not m.non_primary) if found and hasattr(next(iter(found)), "non_primary") else found,
                  key=lambda m: (m.class_.__module__, m.class_.__qualname__))


def name_of(cls):
    return f"{cls.__module__}.{cls.__name__}"


def attribute_line(name, prop):
    if isinstance(prop, RelationshipProperty):
        return f"{name} {prop.key} relationship {prop.mapper.class_.__name__}"
    if isinstance(prop, CompositeProperty):
        return f"{name} {prop.key} composite "
    if isinstance(prop, SynonymProperty):
        return f"{name} {prop.key} synonym {prop.name}"
    if isinstance(prop, ColumnProperty):
        column = prop.columns[0]
        if hasattr(column, "table") and getattr(column.table, "name", None) and column.table in prop.parent.tables:
            return f"{name} {prop.key} column {column.table.name}.{column.name}"
        return f"{name} {prop.key} column property "
    return f"{name} {prop.key} {type(prop).__name__} "


def lines():
    configure_mappers()
    out = []
    for mapper in mappers():
        name = name_of(mapper.class_)
        mapped = {prop.key for prop in mapper.attrs}
        out += [attribute_line(name, prop) for prop in mapper.attrs]
        for key, descriptor in inspect(mapper.class_).all_orm_descriptors.items():
            if key in mapped:
                continue
            kind = str(getattr(descriptor.extension_type, "value", descriptor.extension_type)).lower()
            out.append(f"{name} {key} {'hybrid' if 'hybrid' in kind else 'association proxy'} ")
    return sorted(set(out))
