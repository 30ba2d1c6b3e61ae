"""Runs inside an application's own environment: imports its models, dumps their metadata, fills an empty database.

    load_application.py APPLICATION.json --dump FILE [--url URL]

The application is one entry of applications.toml as JSON: `environment` variables, `stubs` for modules that are not installed, `prepare` and
`finish` (Python before and after the import), `import`, `metadata` (where it is; else what the imported modules hold),
`extensions`, `before` and `after` (SQL) for the database, `long_identifiers` (names that SQLAlchemy would refuse are left to the server). Only SQLAlchemy is asked for; nothing of the application is run
but the import of its model modules.
"""
import argparse
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import pkgutil
import sys
import types

from sqlalchemy.engine.default import DefaultDialect

import create_all
import dump_metadata


class StubMeta(type):
    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return stub(name)

    def __getitem__(cls, _key):
        return cls

    def __or__(cls, _other):
        return cls

    def __ror__(cls, _other):
        return cls

    def __iter__(cls):
        return iter(())


class Stub(metaclass=StubMeta):
    """Stands for anything of a module that the models import but do not need."""

    def __new__(cls, *_args, **_kwargs):
        return object.__new__(cls)

    def __init__(self, *_args, **_kwargs):
        pass

    def __init_subclass__(cls, **_kwargs):
        pass

    def __call__(self, *args, **_kwargs):
        return args[0] if len(args) == 1 and isinstance(args[0], (types.FunctionType, type)) else self

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return stub(name)()

    def __getitem__(self, _key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        return False

    def __bool__(self):
        return False


def stub(name):
    return StubMeta(name, (Stub,), {})


class StubModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes the named modules, and all below them, importable and empty of meaning."""

    def __init__(self, names):
        self.names = names

    def find_spec(self, fullname, _path, _target=None):
        if any(fullname == name or fullname.startswith(name + ".") for name in self.names):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__path__ = []
        made = {}

        def attribute(name):
            if name.startswith("__") and name.endswith("__"):
                raise AttributeError(name)
            return made.setdefault(name, stub(name))
        module.__getattr__ = attribute
        return module

    def exec_module(self, module):
        pass


def import_all(names):
    """`package.*` means every module below the package."""
    modules = []
    for name in names:
        if not name.endswith(".*"):
            modules.append(importlib.import_module(name))
            continue
        package = importlib.import_module(name[:-2])
        modules.append(package)
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".tests" not in info.name and ".migrations" not in info.name:
                modules.append(importlib.import_module(info.name))
    return modules


def metadatas(application, modules):
    named = application.get("metadata")
    if not named:
        return dump_metadata.metadatas_of(modules)
    found = []
    for place in named:
        module, _, path = place.partition(":")
        value = importlib.import_module(module)
        for part in path.split("."):
            value = getattr(value, part)
        found.append(value)
    return found


def load(application):
    """The MetaData objects of an application's models, imported here."""
    os.environ.update(application.get("environment", {}))
    sys.path[:0] = application.get("path", [])
    sys.meta_path.insert(0, StubModules(application.get("stubs", [])))
    if application.get("long_identifiers"):
        DefaultDialect.validate_identifier = lambda self, identifier: None
    scope = {}
    exec(application.get("prepare", ""), scope)
    modules = import_all(application["import"])
    exec(application.get("finish", ""), scope)
    found = metadatas(application, modules)
    if dropped := create_all.drop_twin_indexes(found):
        print("declared twice:", ", ".join(dropped))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("application")
    parser.add_argument("--dump", required=True)
    parser.add_argument("--url")
    options = parser.parse_args()
    with open(options.application) as file:
        application = json.load(file)
    found = load(application)
    with open(options.dump, "w") as file:
        json.dump(dump_metadata.dump(found), file, indent=1, ensure_ascii=False)
        file.write("\n")
    if options.url:
        create_all.create(options.url, found, application.get("extensions", ()), application.get("before", ()),
                          application.get("after", ()))


if __name__ == "__main__":
    main()
