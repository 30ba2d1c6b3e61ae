#!/usr/bin/env bash
# Every shell script of the repository.
set -euo pipefail
git grep -lzE '^#!(/usr/bin/env bash|/bin/(ba)?sh)$' -- ':!tests/cases' ':!examples' | xargs -0 shellcheck
