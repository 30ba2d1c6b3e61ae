#!/usr/bin/env bash
# Installs into an empty folder and builds the Debian package, and holds what lies there to what a distribution expects.
# Usage: install_test.sh CMAKE BUILD_FOLDER SOURCE_FOLDER VERSION
set -euo pipefail
cmake=$1 build=$2 source=$3 version=$4

fail() { echo "FAIL: $*" >&2; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

expect_files() { # ROOT FILE...
  local root=$1 actual
  shift
  actual=$(cd "$root" && find . -type f | LC_ALL=C sort)
  [ "$actual" = "$(printf './%s\n' "$@" | LC_ALL=C sort)" ] || fail "installed under $root:"$'\n'"$actual"
}

# --- cmake --install ---------------------------------------------------------------------------------------------

"$cmake" --install "$build" --prefix "$scratch/prefix" >/dev/null
expect_files "$scratch/prefix" bin/schema-inspector share/man/man1/schema-inspector.1.gz \
  share/bash-completion/completions/schema-inspector share/fish/vendor_completions.d/schema-inspector.fish \
  share/zsh/site-functions/_schema-inspector share/doc/schema-inspector/copyright

program=$scratch/prefix/bin/schema-inspector
"$program" --version | grep -qF "$version" || fail "--version says $("$program" --version), not $version"
! grep -qF "$source" "$program" || fail "the program contains the path it was built in"

page=$scratch/prefix/share/man/man1/schema-inspector.1.gz
for section in NAME SYNOPSIS OPTIONS COMMANDS 'EXIT STATUS'; do
  zcat "$page" | grep -qE "^\.SH \"?$section\"?\$" || fail "the manual page has no section $section"
done
complaints=$(MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
[ -z "$complaints" ] || fail "the manual page does not format:"$'\n'"$complaints"

share=$scratch/prefix/share
bash -n "$share/bash-completion/completions/schema-inspector"
zsh -n "$share/zsh/site-functions/_schema-inspector"
fish --no-execute "$share/fish/vendor_completions.d/schema-inspector.fish"
for file in bash-completion/completions/schema-inspector zsh/site-functions/_schema-inspector \
  fish/vendor_completions.d/schema-inspector.fish; do
  grep -q compare-db-models "$share/$file" || fail "$file does not complete compare-db-models"
done

# --- the Debian package ------------------------------------------------------------------------------------------

(cd "$build" && cpack -G DEB -B "$scratch/packages" >"$scratch/cpack.log" 2>&1) || fail "cpack:"$'\n'"$(cat "$scratch/cpack.log")"
package=$(echo "$scratch"/packages/*.deb)
field() { dpkg-deb -f "$package" "$1"; }
[ "$(field Package)" = schema-inspector ] || fail "the package is called $(field Package)"
[ "$(field Version)" = "$version" ] || fail "the package says version $(field Version), not $version"
[ "$(field Recommends)" = postgresql ] || fail "the package recommends $(field Recommends)"
for library in libc6 libjemalloc2 libpq5 libpg-query; do
  field Depends | grep -qE "(^|, )$library" || fail "the package does not depend on $library: $(field Depends)"
done

dpkg-deb -x "$package" "$scratch/root"
expect_files "$scratch/root" usr/bin/schema-inspector usr/share/man/man1/schema-inspector.1.gz \
  usr/share/bash-completion/completions/schema-inspector usr/share/fish/vendor_completions.d/schema-inspector.fish \
  usr/share/zsh/vendor-completions/_schema-inspector usr/share/doc/schema-inspector/copyright
"$scratch/root/usr/bin/schema-inspector" --version | grep -qF "$version" || fail "the packaged program does not run"
