"""Every requirement has tests, and every test that requirements.toml names exists. Called by ctest.

    check.py ROOT
"""
import pathlib
import re
import sys
import tomllib


def main():
    root = pathlib.Path(sys.argv[1])
    known = set()
    for path in (root / "tests").rglob("*_test.cc"):
        known.update(f"{suite}.{name}" for suite, name in
                     re.findall(r"^TEST(?:_[FP])?\((\w+),\s*(\w+)\)", path.read_text(encoding="utf-8"), re.M))
    known.update(f"cli/{path.parent.name}" for path in (root / "tests/cases/cli").glob("*/cmd"))
    for path in (root / "tests").rglob("CMakeLists.txt"):
        known.update(re.findall(r"add_test\(NAME (\S+)", path.read_text(encoding="utf-8")))
    with open(root / "tests/requirements/requirements.toml", "rb") as file:
        requirements = tomllib.load(file)["requirement"]
    problems = [f"{each['id']}: there is no test {test}" for each in requirements for test in each["tests"] if test not in known]
    problems += [f"{each['id']}: no test" for each in requirements if not each["tests"] or not each["text"].endswith(".")]
    ids = [each["id"] for each in requirements]
    if ids != [f"W{i + 1}" for i in range(30)]:
        problems.append("the ids are not W1 to W30, in order")
    print("\n".join(problems))
    print(f"{len(requirements)} requirements, {len({t for e in requirements for t in e['tests']})} tests")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
