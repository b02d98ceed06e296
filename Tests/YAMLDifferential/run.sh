#!/usr/bin/env bash
# Has jobdrift's YAML reader and ruamel.yaml, a reader of YAML 1.2, read the same random texts.
#
# usage: Tests/YAMLDifferential/run.sh
# JOBDRIFT_YAML_TEXTS says how many texts (2,000), JOBDRIFT_YAML_SEED which is the first (0). Installs ruamel.yaml in a
# virtual environment of its own, and leaves nothing behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

swift build --product YAMLAsJSON
program=$(swift build --show-bin-path)/YAMLAsJSON

python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check ruamel.yaml==0.19.1

# Without writing compiled modules beside the scripts.
"$folder/venv/bin/python" -B Tests/YAMLDifferential/compare.py "$program" "${JOBDRIFT_YAML_TEXTS:-2000}" \
  "${JOBDRIFT_YAML_SEED:-0}"
