#include "project/setup_files.h"

#include "support/strings.h"

namespace si {
namespace {

constexpr const char* kShim = R"(#!/usr/bin/env python3
"""Calls schema-inspector, so that commands of old scripts and rule files go on working:

    python SHIM introspect | compare-db-models | generate-docs | validate [OPTIONS]

What the options mean: schema-inspector COMMAND --help
"""
import os
import sys

COMMANDS = ("introspect", "compare-db-models", "generate-docs", "validate")


def main(arguments):
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    program = os.environ.get("SCHEMA_INSPECTOR", "schema-inspector")
    command, *options = arguments
    if command == "compare-db-models" and "--reports" not in options:
        options.append("--reports")  # the old tool always wrote db_models_discrepancies.json
    sys.stdout.flush()
    try:
        os.execvp(program, [program, command, *options])
    except OSError as error:
        print(f"{program}: {error.strerror}; install schema-inspector, or name it in SCHEMA_INSPECTOR", file=sys.stderr)
        return 4


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
)";

constexpr const char* kPreCommit =
    R"(# Holds the models against the committed snapshot before every commit: no database is needed.
repos:
  - repo: local
    hooks:
      - id: schema-inspector
        name: models against the schema snapshot
        entry: schema-inspector compare-db-models --quiet --db snapshot:SNAPSHOT
        language: system
        types: [python]
        pass_filenames: false
)";

constexpr const char* kGithub =
    R"(# Holds models, documents and rule files against the committed snapshot on every push.
name: schema
on: [push, pull_request]
jobs:
  drift:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: |
          schema-inspector compare-db-models --db snapshot:SNAPSHOT --format github
      - if: always()
        run: |
          schema-inspector validate --db snapshot:SNAPSHOT --format markdown | tee -a "$GITHUB_STEP_SUMMARY"
          exit "${PIPESTATUS[0]}"
)";

constexpr const char* kGitlab =
    R"(# Holds the models against the committed snapshot on every push; include it from .gitlab-ci.yml:
#   include: {local: ci/schema-inspector.gitlab-ci.yml}
schema-drift:
  stage: test
  script: |
    schema-inspector compare-db-models --db snapshot:SNAPSHOT --format junit --output schema-inspector.xml
    schema-inspector validate --db snapshot:SNAPSHOT
  artifacts:
    when: always
    reports:
      junit: schema-inspector.xml
)";

constexpr const char* kNightly =
    R"(# Holds everything against the live database every night; the URL is a secret of the repository.
name: schema-nightly
on:
  schedule:
    - cron: "17 3 * * *"
  workflow_dispatch:
jobs:
  drift:
    runs-on: ubuntu-latest
    env:
      DATABASE_URL: ${{ secrets.DATABASE_URL }}
    steps:
      - uses: actions/checkout@v4
      - run: |
          schema-inspector validate --format markdown | tee -a "$GITHUB_STEP_SUMMARY"
          exit "${PIPESTATUS[0]}"
)";

}  // namespace

SetupFile shim_file(const std::string& path) {
  return {path, replace_all(kShim, "SHIM", path),
          "the old tool's commands, python " + path + " …, call the program through it"};
}

const std::vector<std::string>& gate_names() {
  static const std::vector<std::string> names = {"pre-commit", "github", "gitlab", "nightly"};
  return names;
}

SetupFile gate_file(std::string_view gate, const std::string& snapshot) {
  const auto filled = [&](const char* text) { return replace_all(text, "SNAPSHOT", snapshot); };
  if (gate == "pre-commit")
    return {".pre-commit-config.yaml", filled(kPreCommit), "models against the snapshot before every commit"};
  if (gate == "github")
    return {".github/workflows/schema.yml", filled(kGithub), "everything against the snapshot on every push"};
  if (gate == "gitlab")
    return {"ci/schema-inspector.gitlab-ci.yml", filled(kGitlab), "the same for GitLab, to be included"};
  return {".github/workflows/schema-nightly.yml", kNightly, "everything against the live database every night"};
}

}  // namespace si
