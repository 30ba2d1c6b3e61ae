"""Runs inside an application's own environment: imports its models and prints what SQLAlchemy says of their attributes.

    load_attributes.py APPLICATION.json

See load_application.py for the keys of an application. The last line is "configured" where all mappers could be.
"""
import json
import os
import sys

import sqlalchemy
from sqlalchemy.engine.default import DefaultDialect

import dump_attributes
import load_application


def main():
    with open(sys.argv[1]) as file:
        application = json.load(file)
    os.environ.update(application.get("environment", {}))
    sys.meta_path.insert(0, load_application.StubModules(application.get("stubs", [])))
    if application.get("long_identifiers"):
        DefaultDialect.validate_identifier = lambda self, identifier: None
    out, sys.stdout = sys.stdout, sys.stderr
    scope = {}
    exec(application.get("prepare", ""), scope)
    load_application.import_all(application["import"])
    exec(application.get("finish", ""), scope)
    lines = dump_attributes.lines()
    print(*lines, sqlalchemy.__version__, sep="\n", file=out)


if __name__ == "__main__":
    main()
