#!/usr/bin/env bash
# Checks the program that .ci/release builds for Linux: what it needs of the system, what is in it, how large it is, and that it
# works.
#
# usage: Tests/Binary/check.sh PROGRAM
set -euo pipefail
program=$(realpath "${1:?usage: Tests/Binary/check.sh PROGRAM}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
status=0

# fail TEXT…: notes that the program is not as it should be.
fail() {
  echo "binary: $*" >&2
  status=1
}

# What every machine with glibc has (libc, libm, the loader), what the Swift runtime and BoringSSL need of the C++ compiler
# (libstdc++, libgcc_s), and zlib, which the HTTP client unpacks answers with.
allowed='libc\.so\.6|libm\.so\.6|ld-linux[-a-z0-9_]*\.so\.[0-9]|libstdc\+\+\.so\.6|libgcc_s\.so\.1|libz\.so\.1'
needed=$(readelf -dW "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
while read -r library; do
  [[ $library =~ ^($allowed)$ ]] || fail "needs $library"
done <<<"$needed"

# Foundation's ICU data alone would be larger than the rest. FoundationEssentials does without.
nm "$program" >"$folder/symbols"
if foreign=$(grep -m 3 -E 'icudt[0-9]|_FoundationICU|30FoundationInternationalization|[$]s10Foundation[0-9A-Z]' "$folder/symbols"); then
  fail "holds Foundation or ICU: $foreign"
fi
grep -q ' T yaml_parser_parse$\| t yaml_parser_parse$' "$folder/symbols" || fail "does not hold libyaml"

strip -o "$folder/jobdrift" "$program"
size=$(wc -c <"$folder/jobdrift")
most=32000000
if ((size > most)); then
  fail "takes $size bytes without symbols, over $most; the C library is older than 2.36 where it is right"
fi

# It is the stripped one that is shipped.
"$folder/jobdrift" --version >/dev/null || fail "does not start"
"$folder/jobdrift" validate examples/jobs >/dev/null 2>&1 || fail "does not validate the examples"

if ((status == 0)); then echo "binary: $size bytes without symbols; needs ${needed//$'\n'/ }"; fi
exit "$status"
