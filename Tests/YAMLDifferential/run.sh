#!/usr/bin/env bash
# Has jobdrift's YAML reader and ruamel.yaml, a reader of YAML 1.2, read the same random texts.
#
# usage: Tests/YAMLDifferential/run.sh
# JOBDRIFT_YAML_TEXTS says how many texts (2,000), JOBDRIFT_YAML_SEED which is the first (0). Installs ruamel.yaml in a
# virtual environment of its own, and leaves nothing behind.
set -euo pipefail
# shellcheck source=Tests/Python/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../Python/environment.sh"

program=$(build YAMLAsJSON)

install ruamel.yaml==0.19.1

"${python[@]}" Tests/YAMLDifferential/compare.py "$program" "${JOBDRIFT_YAML_TEXTS:-2000}" \
  "${JOBDRIFT_YAML_SEED:-0}"
