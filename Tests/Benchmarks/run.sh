#!/usr/bin/env bash
# Measures jobdrift beside libyaml alone, simdjson, PyYAML with DeepDiff, and terraform, and says which goals are reached.
#
# usage: Tests/Benchmarks/run.sh [OPTION…]
# Gives OPTIONs to Benchmarks; --help tells them. Builds everything in release mode, and the peers for which there is what they
# need: a C++ compiler and simdjson, python3 with PyPI, terraform on PATH. The others are reported as missing.
set -euo pipefail
# shellcheck source=Tests/Python/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../Python/environment.sh"

.ci/release jobdrift blaxel-standin InstructionCounts Benchmarks >&2
read -ra yaml_flags <<<"$(pkg-config --cflags --libs yaml-0.1)"
compiler=${CC:-$(command -v cc || command -v clang)}
"$compiler" -O2 Tests/Benchmarks/measure.c -o "$folder/measure"
"$compiler" -O2 Tests/Benchmarks/scan.c "${yaml_flags[@]}" -o "$folder/scan"

programs=$(swift build -c release --show-bin-path)
# Valgrind stumbles over the debugging information that lld writes.
strip --strip-debug -o "$folder/InstructionCounts" "$programs/InstructionCounts"

# What a peer lacks is said where its row would be.
if command -v c++ >/dev/null && pkg-config --exists simdjson; then
  c++ -O2 -std=c++17 Tests/Benchmarks/dom.cpp -lsimdjson -o "$folder/dom"
fi
cp Tests/Benchmarks/deepdiff_plan.py "$folder"
# Without a network there is no such peer, which its row says; the others are measured all the same.
(install PyYAML==6.0.3 deepdiff==9.1.0) >&2 || true
if ! "$folder/venv/bin/python" -c 'import deepdiff, yaml' 2>/dev/null; then rm -rf "$folder/venv"; fi

"$programs/Benchmarks" --programs "$programs" --peers "$folder" "$@"
