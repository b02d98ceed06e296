#!/usr/bin/env bash
# Counts the instructions of the parts of a run over a fixed corpus, and compares them with the thresholds of this version of
# Swift on this processor. Over 5 % more than noted fails; over 5 % less asks for lower thresholds.
#
# usage: Tests/InstructionCounts/run.sh
# UPDATE=1 writes the counts as the new thresholds. JOBDRIFT_PROFILES names a directory for callgrind's files, for
# callgrind_annotate. A version of Swift without thresholds is said, and passes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

.ci/release InstructionCounts
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# Valgrind stumbles over the debugging information that lld writes; the names of functions stay.
program=$folder/InstructionCounts
strip --strip-debug -o "$program" "$(swift build -c release --show-bin-path)/InstructionCounts"

version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
thresholds=Tests/InstructionCounts/$version-$(uname -m).tsv

# The seed of hashes and the environment would change the counts from run to run.
clean=(env -i "PATH=$PATH" SWIFT_DETERMINISTIC_HASHING=1)

# collected PART TIMES: the instructions of a whole run.
collected() {
  local profile=/dev/null
  if [[ -n ${JOBDRIFT_PROFILES:-} ]]; then profile=$JOBDRIFT_PROFILES/$1-$2.callgrind; fi
  "${clean[@]}" valgrind --tool=callgrind "--callgrind-out-file=$profile" "--log-file=$folder/log" \
    "$program" count "$1" --times "$2" >/dev/null
  sed -n 's/.*Collected : \([0-9]*\)$/\1/p' "$folder/log"
}

counts=$folder/counts.tsv
for part in yaml json validation diff report text; do
  # What a part takes is what its second time adds: nothing of starting, and nothing that is done once.
  once=$(collected "$part" 1)
  twice=$(collected "$part" 2)
  printf '%s\t%s\n' "$part" $((twice - once)) >>"$counts"
done

if [[ -n ${UPDATE:-} ]]; then
  {
    echo "# Instructions of the parts of a run over 200 jobs with Swift $version; see run.sh."
    cat "$counts"
  } >"$thresholds"
  echo "instructions: noted in $thresholds"
  cat "$counts"
elif [[ -e $thresholds ]]; then
  "$program" compare "$thresholds" "$counts"
else
  echo "instructions: no thresholds for Swift $version on $(uname -m); 'make instructions UPDATE=1' notes these:"
  cat "$counts"
fi
