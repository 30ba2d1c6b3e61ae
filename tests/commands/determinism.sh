#!/usr/bin/env bash
# determinism.sh PROGRAM EXAMPLE: the same input gives the same bytes, whatever the run, the number of threads and the
# order in which the models are named.
set -euo pipefail
program=$(realpath "$1")
example=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$example"

"$program" introspect --format json --output "$folder/truth.json"
mapfile -t models < <(find models -name '*.py' | sort)
mapfile -t backwards < <(find models -name '*.py' | sort -r)
database=(--db "snapshot:$folder/truth.json" --fail-on never)

for format in text json markdown sarif junit github gcc; do
  compare() { "$program" compare-db-models "${database[@]}" --format "$format" --output "$folder/$1" "${@:2}"; }
  compare first --models "${models[@]}"
  compare again --models "${models[@]}"
  compare backwards --models "${backwards[@]}"
  compare folder --models models
  taskset -c 0 "$program" compare-db-models "${database[@]}" --format "$format" --output "$folder/one-thread" --models models
  for other in again backwards folder one-thread; do
    cmp "$folder/first" "$folder/$other" || { echo "$format: $other differs"; exit 1; }
  done
  echo "$format: 5 runs, $(stat -c %s "$folder/first") bytes, all the same"
done
"$program" introspect --source models --models models --format json --output "$folder/models-1.json"
taskset -c 0 "$program" introspect --source models --models models --format json --output "$folder/models-2.json"
cmp "$folder/models-1.json" "$folder/models-2.json"
echo "models as a snapshot: the same with one thread and with all"
