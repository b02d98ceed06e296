#!/usr/bin/env bash
# Holds the SARIF of the golden reports, and that of specs full of hostile names, against the schema and GitHub's rules.
#
# usage: Tests/SARIFChecks/run.sh
# Installs jsonschema in a virtual environment of its own, and leaves nothing behind.
set -euo pipefail
# shellcheck source=Tests/Python/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../Python/environment.sh"

program=$(build jobdrift)

install jsonschema==4.26.0 rfc3986-validator==0.1.1

"${python[@]}" Tests/SARIFChecks/hostile.py "$folder"
logs=("$folder"/{shared,exclusive,invalid,failed}.sarif)
# expect STATUS ARGUMENT…: runs a comparison in the folder that must end with the status.
expect() {
  local expected=$1 status=0
  shift
  (cd "$folder" && "$program" plan "$@" 2>/dev/null) || status=$?
  if ((status != expected)); then
    echo "SARIFChecks: jobdrift ended with $status, not with $expected" >&2
    exit 1
  fi
}
expect 2 specs --live live.json -o "sarif=${logs[0]}"
expect 2 specs --live live.json --ownership exclusive -o "sarif=${logs[1]}"
printf 'kind: Job\nmetadata: {name: a, name: b}\nspec: {runtime: {maxRetrys: 3}}\n' >"$folder/invalid.yaml"
expect 3 invalid.yaml --live live.json -o "sarif=${logs[2]}"
expect 1 specs --live missing.json -o "sarif=${logs[3]}"

"${python[@]}" Tests/SARIFChecks/check.py Tests/SARIFChecks/sarif-2.1.0-rtm.4.json \
  Tests/PlanReportTests/Golden/*/plan.sarif "${logs[@]}"
