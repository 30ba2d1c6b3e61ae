"""Holds a snapshot of what the models declare, as schema-inspector reads it, against the truth, fact by fact.

A fact is one statement about one object: a column's type, a key's target, an index's method. A fact that the reading says it
cannot know is unknown; one that differs is wrong. Names count only where the truth gives one.
"""
import dataclasses
import functools
import re

import pglast
from pglast.stream import RawStream


@dataclasses.dataclass
class Scores:
    known: int = 0
    unknown: int = 0
    wrong: list = dataclasses.field(default_factory=list)

    @property
    def facts(self):
        return self.known + self.unknown + len(self.wrong)


@functools.lru_cache(None)
def canonical(expression):
    """The expression as PostgreSQL's own parser writes it back, so that spaces, case and parentheses do not count."""
    try:
        return RawStream()(pglast.parse_sql("SELECT " + expression))
    except pglast.parser.ParseError:
        return re.sub(r"\s+", " ", expression.strip())


def is_unknown(value):
    return isinstance(value, dict) and "unresolved" in value


class Comparison:
    def __init__(self, database, order):
        self.order = order
        self.database = database  # The truth is a live server: expressions and generated names are not compared here.
        self.scores = Scores()

    def fact(self, where, truth, read):
        if is_unknown(read) or is_unknown(truth):
            self.scores.unknown += 1
        elif truth == read:
            self.scores.known += 1
        else:
            self.scores.wrong.append(f"{where}: {truth!r} is true, {read!r} was read")

    def expression(self, where, truth, read):
        if self.database:
            self.fact(where + " (presence)", truth is not None, read if is_unknown(read) else read is not None)
        elif isinstance(truth, str) and isinstance(read, str):
            self.fact(where, canonical(truth), canonical(read))
        else:
            self.fact(where, truth, read)

    def column(self, where, truth, read):
        self.fact(f"{where} type", truth["type"], read.get("type"))
        self.fact(f"{where} nullable", truth["nullable"], read.get("nullable"))
        self.fact(f"{where} collation", truth.get("collation"), read.get("collation"))
        self.fact(f"{where} comment", truth.get("comment"), read.get("comment"))
        self.fact(f"{where} identity", truth.get("identity"), read.get("identity"))
        self.fact(f"{where} serial", truth.get("serial", False), read.get("serial", False))
        truth_generated, read_generated = truth.get("generated"), read.get("generated")
        if is_unknown(read_generated):
            self.fact(f"{where} generated", None, read_generated)
        else:
            self.fact(f"{where} generated (presence)", truth_generated is not None, read_generated is not None)
            if truth_generated and read_generated and not self.database:
                self.expression(f"{where} generated", truth_generated, read_generated)
        if not truth.get("serial") and truth_generated is None:
            default = truth.get("default")
            read_default = read.get("default")
            # The server keeps no default that is a plain NULL.
            if self.database and isinstance(read_default, str) and re.match(r"NULL\b", read_default, re.I):
                read_default = None
            self.expression(f"{where} default", default, read_default)
        if "attribute" in truth:
            self.fact(f"{where} attribute", truth["attribute"], read.get("attribute"))

    def by_key(self, where, truth, read, key, fields, expressions=(), all_known=True):
        """Objects of one kind, matched by what they are rather than by name. `all_known`: one that is missing is wrong."""
        rest = list(read)
        for item in truth:
            candidates = [r for r in rest if key(r) == key(item | {"name": r["name"]} if is_unknown(r.get("name")) else item)]
            # Twins: the one of the same name first.
            match = next((r for r in candidates if r.get("name") == item.get("name")), candidates[0] if candidates else None)
            if match is None:
                # One of the same name, or without a name, whose definition the reading says it does not know.
                blank = next((r for r in rest if "?" in str(key(r)) and r.get("name") in (None, item.get("name"))), None)
                if blank is not None:
                    rest.remove(blank)
                    self.scores.unknown += 1
                    continue
                if all_known:
                    self.scores.wrong.append(f"{where} {key(item)} is missing")
                else:
                    self.scores.unknown += 1
                continue
            rest.remove(match)
            self.scores.known += 1
            for field in fields:
                self.fact(f"{where} {key(item)} {field}", item.get(field), match.get(field))
            for field in expressions:
                self.expression(f"{where} {key(item)} {field}", item.get(field), match.get(field))
            if "name" in item and not self.database:
                self.fact(f"{where} {key(item)} name", item["name"], match.get("name"))
            elif self.database and match.get("name"):
                self.fact(f"{where} {key(item)} name", item["name"], match["name"])
        self.scores.wrong.extend(f"{where} {key(item)} was read, and is not there" for item in rest)

    def uniques(self, table):
        """Against a server, which makes no second constraint on the same columns, twins are left out."""
        found = table.get("unique_constraints", [])
        if not self.database:
            return found
        kept = {}
        for unique in found:
            if unique["columns"] != (table.get("primary_key") or {}).get("columns"):
                first = kept.setdefault((tuple(unique["columns"]), unique["nulls_not_distinct"]), unique)
                if first is not unique:
                    first.pop("name", None)  # Either name may be the one that is kept.
        return list(kept.values())

    def index_key(self, index):
        keys = []
        for k in index["keys"]:
            if "column" in k:
                name = k["column"]
            elif is_unknown(k.get("expression")):
                name = "?"
            else:
                name = "()" if self.database else canonical(k["expression"])
            descending = k.get("descending", False)
            keys.append((name, descending, k.get("nulls_first", descending)))
        return (*keys, index.get("name") if self.database and not is_unknown(index.get("name")) else None)

    def table(self, where, truth, read):
        if "class" in truth:
            self.fact(f"{where} class", truth["class"], read.get("class"))
        self.fact(f"{where} comment", truth.get("comment"), read.get("comment"))
        read_columns = {c["name"]: c for c in read["columns"]}
        for column in truth["columns"]:
            if column["name"] in read_columns:
                self.scores.known += 1
                self.column(f"{where}.{column['name']}", column, read_columns[column["name"]])
            elif read.get("unresolved_columns"):
                self.scores.unknown += 1
            else:
                self.scores.wrong.append(f"{where}.{column['name']} is missing")
        names = [c["name"] for c in truth["columns"]]
        for name in read_columns:
            if name not in names:
                self.scores.wrong.append(f"{where}.{name} was read, and is not there")
        if self.order and list(read_columns) != names and set(read_columns) == set(names):
            self.scores.wrong.append(f"{where}: column order {names} is true, {list(read_columns)} was read")
        self.fact(f"{where} primary key", (truth["primary_key"] or {}).get("columns"), (read.get("primary_key") or {}).get("columns"))
        if (truth["primary_key"] or {}).get("name") and (not self.database or (read.get("primary_key") or {}).get("name")):
            self.fact(f"{where} primary key name", truth["primary_key"]["name"], (read.get("primary_key") or {}).get("name"))

        def target(key):
            reference = key.get("references", {})
            return (tuple(key["columns"]), *((k, str(v)) for k, v in sorted(reference.items())))

        all_known = not read.get("unresolved_constraints")
        self.by_key(f"{where} foreign key", truth["foreign_keys"], read.get("foreign_keys", []), target,
                    ("on_delete", "on_update", "match", "deferrable", "initially_deferred", "validated"),
                    all_known=all_known)
        self.by_key(f"{where} unique", truth["unique_constraints"], self.uniques(read),
                    lambda u: tuple(u["columns"]), ("nulls_not_distinct",), all_known=all_known)
        if self.database and not all_known:
            self.scores.unknown += 1
        elif self.database:
            self.fact(f"{where} checks", len(truth["check_constraints"]), len(read.get("check_constraints", [])))
        else:
            self.by_key(f"{where} check", truth["check_constraints"], read.get("check_constraints", []),
                        lambda c: "?" if is_unknown(c["expression"]) else canonical(c["expression"]), (),
                        all_known=all_known)
        self.by_key(f"{where} index", truth["indexes"], read.get("indexes", []), self.index_key,
                    ("unique", "method", "include"), ("predicate",), all_known)
        if all_known:
            self.fact(f"{where} exclusion constraints", len(truth["exclusion_constraints"]), len(read.get("exclusion_constraints", [])))

    def schema(self, truth, read):
        unresolved = {(u.get("object", {}).get("schema") or "public", u.get("object", {}).get("table")) for u in read.get("unresolved", [])}
        for schema_name, content in truth["schemas"].items():
            other = read["schemas"].get(schema_name, {})
            for name, table in content["tables"].items():
                if name in other.get("tables", {}):
                    self.scores.known += 1
                    self.table(f"{schema_name}.{name}", table, other["tables"][name])
                elif (schema_name, name) in unresolved:
                    self.scores.unknown += 1
                else:
                    self.scores.wrong.append(f"table {schema_name}.{name} is missing")
            for name in other.get("tables", {}):
                if name not in content["tables"]:
                    self.scores.wrong.append(f"table {schema_name}.{name} was read, and is not there")
            for name, labels in content.get("enums", {}).items():
                self.fact(f"enum {schema_name}.{name}", labels, other.get("enums", {}).get(name))
            for name in other.get("enums", {}):
                if name not in content.get("enums", {}):
                    self.scores.wrong.append(f"enum {schema_name}.{name} was read, and is not there")
        for schema_name, other in read["schemas"].items():
            if schema_name not in truth["schemas"]:
                self.scores.wrong += [f"table {schema_name}.{name} was read, and is not there" for name in other.get("tables", {})]


def compare(truth, read, database=False, order=True):
    """`database`: the truth is a live server's snapshot. `order`: the order of the columns counts."""
    comparison = Comparison(database, order)
    comparison.schema(truth, read)
    return comparison.scores
