"""Runs inside an application's own environment: keeps its models imported and answers questions about them.

    application_server.py APPLICATION.json

One JSON object a line on standard input, one answer a line on standard output:

  {"places": true}                    where the source declares each table and column (file and lines), asked of Python
  {"mappers": true}                   configures every mapper: true, or the error
  {"url": …, "tables": [[s, t], …]}   what Alembic's autogenerate says of these tables of a database, with the comparison
                                      of types and server defaults switched on; with "tolerant": true, a default that
                                      the server cannot compare is a line of its own ("uncompared_default …") and not the end
  {"create": url, "tables": […]}      makes these tables there: the errors of those that can't be
"""
import ast
import inspect
import json
import os
import sys
import warnings

import sqlalchemy

import create_all
import load_application


def class_spans(tree):
    """Name -> (class node) of every class in a module, also nested ones."""
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def assigned_names(node):
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [t.id for t in targets if isinstance(t, ast.Name)]


class Places:
    def __init__(self):
        self.trees = {}

    def tree(self, file):
        if file not in self.trees:
            try:
                with open(file) as source:
                    self.trees[file] = ast.parse(source.read())
            except (OSError, SyntaxError, ValueError):
                self.trees[file] = None
        return self.trees[file]

    def of_class(self, cls):
        """(file, class node) where Python says that the class was written."""
        try:
            file = inspect.getsourcefile(cls)
        except TypeError:
            return None
        tree = self.tree(file) if file else None
        node = class_spans(tree).get(cls.__name__) if tree else None
        return (file, node) if node else None

    def attribute(self, cls, key):
        """(file, first line, last line) of the assignment that makes an attribute."""
        for base in cls.__mro__:
            found = self.of_class(base)
            if not found:
                continue
            for node in found[1].body:
                names = [node.name] if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else assigned_names(node)
                if key in names:
                    start = min([node.lineno, *[d.lineno for d in getattr(node, "decorator_list", [])]])
                    return [found[0], start, node.end_lineno]
        return None

    def is_imperative(self, cls):
        if getattr(cls, "__table__", None) is None:
            return True
        if not any("_sa_registry" in vars(base) or "__tablename__" in vars(base) for base in cls.__mro__):
            return True  # mapped by hand: no declarative base, only annotations
        found = self.of_class(cls)
        return bool(found) and any("__table__" in assigned_names(node) for node in found[1].body)

    def of_mappers(self, registries):
        columns, tables = {}, {}
        for registry in registries:
            for mapper in sorted(registry.mappers, key=lambda m: m.class_.__name__):
                table = mapper.local_table
                if not isinstance(table, sqlalchemy.Table):
                    continue
                name = (table.schema or "public", str(table.name))
                spans = tables.setdefault(name, [])
                for base in mapper.class_.__mro__:
                    if found := self.of_class(base):
                        spans.append([found[0], found[1].lineno, found[1].end_lineno])
                if self.is_imperative(mapper.class_):
                    continue  # its columns are declared where the Table is made
                for column in table.columns:
                    try:
                        key = mapper.get_property_by_column(column).key
                    except Exception:
                        continue
                    if place := self.attribute(mapper.class_, key):
                        columns.setdefault("\t".join([*name, str(column.name)]), []).append(place)
        return {"columns": columns, "tables": {"\t".join(name): spans for name, spans in tables.items()}}


def registries(metadatas):
    """Every registry alive that maps tables of these."""
    import gc
    from sqlalchemy.orm import registry
    return [r for r in gc.get_objects() if type(r).__name__ == "registry" and isinstance(r, registry) and any(r.metadata is m for m in metadatas)]


def text_of(change):
    """One change of Alembic's, short and without addresses."""
    if isinstance(change, list):
        change = change[0]
    words = []
    for part in change:
        if isinstance(part, (str, type(None), bool)):
            words.append(str(part))
        elif isinstance(part, dict):
            continue
        else:
            words.append(f"{type(part).__name__} {getattr(part, 'name', part)}")
            for key in getattr(part, "elements", ()) if isinstance(part, sqlalchemy.ForeignKeyConstraint) else ():
                words.append(key.target_fullname)
            if getattr(part, "table", None) is not None:
                words.append(f"of {part.table.name}")
    return " ".join(words)[:160]


def alembic_sees(url, metadatas, tables, tolerant=False):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    wanted = {(s, t) for s, t in tables}

    def include_name(name, type_, parents):
        if type_ != "table":
            return True
        return (parents.get("schema_name") or "public", name) in wanted

    def include_object(item, name, type_, _reflected, _other):
        return type_ != "table" or (item.schema or "public", str(name)) in wanted

    uncompared = []

    engine = sqlalchemy.create_engine(create_all.sqlalchemy_url(url), poolclass=sqlalchemy.pool.NullPool)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={
                "compare_type": True, "compare_server_default": True, "include_schemas": any(s != "public" for s, _ in wanted),
                "include_name": include_name, "include_object": include_object})
            compare = context.impl.compare_server_default

            def guarded(inspected, declared, *rendered):
                try:
                    with connection.begin_nested():
                        return compare(inspected, declared, *rendered)
                except sqlalchemy.exc.SQLAlchemyError:
                    uncompared.append(f"uncompared_default {declared.table.schema} {declared.table.name} {declared.name}")
                    return False

            if tolerant:
                context.impl.compare_server_default = guarded
            return [text_of(c) for c in compare_metadata(context, metadatas if len(metadatas) > 1 else metadatas[0])] + uncompared
    finally:
        engine.dispose()


def create(url, metadatas, tables):
    """Makes the tables and their indexes, one by one and without foreign keys; the errors of those that can't be made."""
    wanted, errors = {(s, t) for s, t in tables}, []
    engine = sqlalchemy.create_engine(create_all.sqlalchemy_url(url), poolclass=sqlalchemy.pool.NullPool)
    with engine.begin() as connection:
        for table in (t for m in metadatas for t in m.tables.values() if (t.schema or "public", str(t.name)) in wanted):
            try:
                with connection.begin_nested():
                    connection.execute(sqlalchemy.schema.CreateTable(table, include_foreign_key_constraints=[]))
                    for index in table.indexes:
                        connection.execute(sqlalchemy.schema.CreateIndex(index))
            except sqlalchemy.exc.SQLAlchemyError as error:
                errors.append(f"{table.name}: {str(error).splitlines()[0]}")
    engine.dispose()
    return errors


def main():
    warnings.simplefilter("ignore")
    with open(sys.argv[1]) as file:
        application = json.load(file)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # What the application prints is no answer.
    metadatas = load_application.load(application)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            if question.get("mappers"):
                for registry in registries(metadatas):
                    registry.configure()
                answer = True
            elif question.get("create"):
                answer = create(question["create"], metadatas, question["tables"])
            elif question.get("places"):
                answer = Places().of_mappers(registries(metadatas))
            else:
                answer = alembic_sees(question["url"], metadatas, question["tables"], question.get("tolerant", False))
        except Exception as error:  # Alembic raises on some schemas; that is its answer.
            answer = {"error": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:200]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
