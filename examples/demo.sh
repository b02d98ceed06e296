#!/usr/bin/env bash
# Compares examples/jobs with examples/live, which blaxel-standin serves on a free loopback port.
#
# usage: examples/demo.sh DIRECTORY
# DIRECTORY holds jobdrift and blaxel-standin. Succeeds when the plan finds that the jobs differ (exit code 2), as the
# examples do.
set -euo pipefail

programs=$(cd "${1:?usage: examples/demo.sh DIRECTORY}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

server=
folder=$(mktemp -d)
stop() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export BL_API_KEY=test-key
"$programs/blaxel-standin" examples/live --port 0 --port-file "$folder/port" --workspace acme >"$folder/log" 2>&1 &
server=$!

port=
for ((tries = 0; tries < 100; tries++)); do
  if [[ -s $folder/port ]]; then
    port=$(<"$folder/port")
    break
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
if [[ ! $port =~ ^[0-9]+$ ]]; then
  echo "demo: blaxel-standin did not start" >&2
  cat "$folder/log" >&2
  exit 1
fi

plan=(plan examples/jobs -w acme --api-url "http://127.0.0.1:$port/v0")
echo
echo "\$ jobdrift ${plan[*]}"
status=0
"$programs/jobdrift" "${plan[@]}" || status=$?
echo
echo "exit code: $status"
if ((status != 2)); then
  echo "demo: the examples differ, so that the exit code should be 2" >&2
  exit 1
fi
