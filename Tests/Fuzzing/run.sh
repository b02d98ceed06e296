#!/usr/bin/env bash
# Gives hostile bytes to the readers, guided by libFuzzer, under the address sanitizer.
#
# usage: Tests/Fuzzing/run.sh [ENTRY…] [-- FILE…]
# ENTRY is yaml, json, path, cron or variables; all of them without one. SECONDS_EACH says how long each runs (60).
# With FILEs the one ENTRY reads these, and nothing is searched for. Needs a toolchain of swift.org: others have no
# libFuzzer.
#
# Inputs that reach something new are kept in .build-fuzz/found/ENTRY and tried first the next time. What breaks a
# reader, or takes it longer than ten seconds, is written to .build-fuzz/broken, and the exit status is 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=${SECONDS_EACH:-60}
built=.build-fuzz
entries=()
while (($# > 0)) && [[ $1 != -- ]]; do
  entries+=("$1")
  shift
done
files=("${@:2}")
if ((${#entries[@]} == 0)); then entries=(yaml json path cron variables); fi
for entry in "${entries[@]}"; do
  if [[ ! -d Tests/Fuzzing/Corpus/$entry ]]; then
    echo "fuzz: there is no entry '$entry'" >&2
    exit 64
  fi
done
if ((${#files[@]} > 0 && ${#entries[@]} != 1)); then
  echo "fuzz: FILEs are for one ENTRY" >&2
  exit 64
fi

# SwiftPM cannot link libFuzzer's own main function, so the few modules are compiled here, each into one object.
mkdir -p "$built"
flags=(
  -package-name jobdrift -swift-version 6 -strict-memory-safety -parse-as-library -warnings-as-errors -wmo -O -g
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
  -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature NonisolatedNonsendingByDefault
  "-sanitize=fuzzer,address" -I "$built" -I Sources/CLibYAML
)
read -ra yaml_flags <<<"$(pkg-config --cflags yaml-0.1)"
read -ra yaml_libraries <<<"$(pkg-config --libs yaml-0.1)"
for flag in "${yaml_flags[@]}"; do flags+=(-Xcc "$flag"); done

# compile MODULE FOLDER: compiles a module, unless its object is newer than it and all before it.
newest=$built/.none
compile() {
  local module=$1 sources=("$2"/*.swift) source object=$built/$1.o
  for source in "${sources[@]}" Tests/Fuzzing/run.sh "$newest"; do
    if [[ ! -e $object || $source -nt $object ]]; then
      swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$built/$module.swiftmodule" \
        -c "${sources[@]}" -o "$object"
      # The compiler leaves an object as it is that would become the same.
      touch "$object"
      break
    fi
  done
  newest=$object
}

compile Diagnostics Sources/Diagnostics
compile ConfigValue Sources/ConfigValue
compile YAMLReader Sources/YAMLReader
compile JobModel Sources/JobModel
compile FuzzLaws Tests/Fuzzing/Laws
compile FuzzEntry Tests/Fuzzing
if [[ ! -e $built/all || $newest -nt $built/all ]]; then
  # The linker warns a hundred times about symbols of the sanitizer.
  if ! swiftc -sanitize=fuzzer,address "$built"/*.o "${yaml_libraries[@]}" -o "$built/all" 2>"$built/link.log"; then
    cat "$built/link.log" >&2
    exit 1
  fi
fi

# A backtrace of Swift's own would be waited for, and hide the input.
export SWIFT_BACKTRACE=enable=no
export LSAN_OPTIONS=suppressions=Tests/Fuzzing/leaks.txt:print_suppressions=0
limits=(-timeout=10 -rss_limit_mb=2048 -max_len=4096)

# search ENTRY: runs an entry for its time; fails when it finds something.
search() {
  local entry=$1 log=$built/$1.log file guard=()
  local options=("${limits[@]}" "-max_total_time=$seconds" -print_final_stats=1)
  options+=("-dict=Tests/Fuzzing/Dictionaries/$entry.txt" "-artifact_prefix=$built/broken/$entry-")
  if command -v timeout >/dev/null; then guard=(timeout $((seconds + 60))); fi
  mkdir -p "$built/found/$entry" "$built/broken"
  echo "fuzz: $entry: searching for $seconds seconds"
  if "${guard[@]}" "$built/$entry" "${options[@]}" "$built/found/$entry" "Tests/Fuzzing/Corpus/$entry" >"$log" 2>&1; then
    echo "fuzz: $entry: nothing found in $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions"
    return
  fi
  grep -a -e 'Fatal error' -e '^SUMMARY' "$log" >&2 || tail -n 20 "$log" >&2
  file=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  if [[ -n $file ]]; then
    echo "fuzz: $entry: broken by $file; to run it again: Tests/Fuzzing/run.sh $entry -- $file" >&2
  else
    echo "fuzz: $entry: could not search; see $log" >&2
  fi
  return 1
}

status=0
for entry in "${entries[@]}"; do
  ln -f "$built/all" "$built/$entry"
  if ((${#files[@]} > 0)); then
    "$built/$entry" "${limits[@]}" "${files[@]}" || status=1
  else
    search "$entry" || status=1
  fi
done
exit "$status"
