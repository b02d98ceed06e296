#!/usr/bin/env bash
# Checks the workflows and actions of examples/ci, and runs them as GitHub would, against a stand-in of the API and of `gh`.
#
# usage: Tests/CIExamples/run.sh [DIRECTORY]
# DIRECTORY holds jobdrift and blaxel-standin, which are built without it. Installs what checks GitHub's files in a virtual
# environment of its own, and leaves nothing behind.
set -euo pipefail

programs=
if (($# > 0)); then programs=$(cd "$1" && pwd); fi
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [[ -z $programs ]]; then
  swift build --product jobdrift
  swift build --product blaxel-standin
  programs=$(swift build --show-bin-path)
fi

python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check check-jsonschema==0.39.0 ruamel.yaml==0.19.1 \
  zizmor==1.32.0

"$folder/venv/bin/check-jsonschema" --builtin-schema vendor.github-workflows examples/ci/workflows/*.yml
"$folder/venv/bin/check-jsonschema" --builtin-schema vendor.github-actions examples/ci/*/action.yml
"$folder/venv/bin/zizmor" --quiet --offline --no-progress --config Tests/CIExamples/zizmor.yml \
  examples/ci/workflows/*.yml examples/ci/*/action.yml

# Without writing compiled modules beside the scripts.
JOBDRIFT_PROGRAMS=$programs "$folder/venv/bin/python" -B -m unittest discover --start-directory Tests/CIExamples
