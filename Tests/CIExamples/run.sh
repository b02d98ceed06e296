#!/usr/bin/env bash
# Checks the workflows and actions of examples/ci, and runs them as GitHub would, against a stand-in of the API and of `gh`.
#
# usage: Tests/CIExamples/run.sh [DIRECTORY]
# DIRECTORY holds jobdrift and blaxel-standin, which are built without it. Installs what checks GitHub's files in a virtual
# environment of its own, and leaves nothing behind.
set -euo pipefail

programs=
if (($# > 0)); then programs=$(cd "$1" && pwd); fi
# shellcheck source=Tests/Python/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../Python/environment.sh"

if [[ -z $programs ]]; then
  programs=$(dirname "$(build jobdrift)")
  build blaxel-standin >/dev/null
fi

install check-jsonschema==0.39.0 ruamel.yaml==0.19.1 zizmor==1.32.0

"$folder/venv/bin/check-jsonschema" --builtin-schema vendor.github-workflows examples/ci/workflows/*.yml
"$folder/venv/bin/check-jsonschema" --builtin-schema vendor.github-actions examples/ci/*/action.yml
"$folder/venv/bin/zizmor" --quiet --offline --no-progress --config Tests/CIExamples/zizmor.yml \
  examples/ci/workflows/*.yml examples/ci/*/action.yml

JOBDRIFT_PROGRAMS=$programs "${python[@]}" -m unittest discover --start-directory Tests/CIExamples
