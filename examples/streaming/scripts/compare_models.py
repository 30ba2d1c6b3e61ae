"""Compares the models with the schema document. Superseded twice, never deleted."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

DOCUMENT = ".roo/docs/database_schema.md"
DATABASE_URL = os.environ.get(
    "DATABASE_URL", "postgresql://streaming:not-a-real-password-2@db.streaming.example:5432/streaming"
)


def read_document(path=DOCUMENT):
    """The columns of each table as the document has them."""
    tables, table = {}, None
    with open(path) as lines:
        for line in lines:
            if line.startswith("### "):
                table = tables.setdefault(line[4:].strip(), {})
            match = re.match(r"- `(\w+)` ([^`\n]+) (NULL|NOT NULL)", line)
            if match and table is not None:
                table[match.group(1)] = match.group(2)
    return tables


def main():
    from extensions import db
    import models  # noqa: F401

    documented = read_document()
    for name, table in sorted(db.metadata.tables.items()):
        for column in table.columns:
            if column.name not in documented.get(name, {}):
                print(f"only in the model: {name}.{column.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
