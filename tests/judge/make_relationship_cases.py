"""Writes tests/cases/relationships/*/expected.txt: what real SQLAlchemy says of the models beside it.

    make_relationship_cases.py [--check] [CASE...]

The attributes of each mapped class, as dump_attributes.py writes them; or "refused: …" with the error that the import,
`configure_mappers()` or the sorting of the tables raises. `--check` writes nothing and fails where a file would change.
"""
import argparse
import importlib
import os
import pathlib
import sys
import warnings

import sqlalchemy.exc

import dump_attributes

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases" / "relationships"


def expectation(folder):
    sys.path.insert(0, str(folder))
    warnings.simplefilter("ignore")
    try:
        importlib.import_module("models")
        lines = dump_attributes.lines()
        for mapper in dump_attributes.mappers():
            for table in mapper.tables:
                for key in table.foreign_keys:
                    key.column
    except sqlalchemy.exc.SQLAlchemyError as error:
        return f"refused: {type(error).__name__}\n"
    return "".join(line + "\n" for line in lines)


def in_a_child(folder):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        status = 1
        try:
            os.write(writer, expectation(folder).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        text = pipe.read().decode()
    if os.wait()[1]:
        raise RuntimeError(f"{folder.name}: cannot be asked")
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    changed = 0
    for folder in sorted(p for p in CASES.iterdir() if p.is_dir() and (not options.cases or p.name in options.cases)):
        text = in_a_child(folder)
        path = folder / "expected.txt"
        if path.exists() and path.read_text() == text:
            continue
        changed += 1
        print(f"{folder.name}: {'differs' if options.check else 'written'}")
        if not options.check:
            path.write_text(text)
    sys.exit(1 if options.check and changed else 0)


if __name__ == "__main__":
    main()
