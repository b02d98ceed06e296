#!/usr/bin/env bash
# Lists 450 jobs of a stand-in, page by page, with Blaxel's official Python client.
#
# usage: Tests/PythonClient/run.sh
# Builds blaxel-standin, installs the client in a virtual environment of its own, and leaves nothing behind.
set -euo pipefail
# shellcheck source=Tests/Python/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../Python/environment.sh"

server=
stop() {
  if [[ -n $server ]]; then
    # The server may have ended by itself, and ends with the status of the signal otherwise: neither is the run's outcome.
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap stop EXIT

program=$(build blaxel-standin)

install blaxel==0.4.24

# The order of creation is not that of the names, and several jobs are created at the same moment.
mkdir "$folder/jobs"
for ((number = 0; number < 450; number++)); do
  printf -v name 'job-%03d' "$number"
  printf -v time '2026-04-%02dT%02d:00:00Z' $((number * 7 % 30 + 1)) $((number * 5 % 24))
  echo "$name" >>"$folder/names"
  cat >"$folder/jobs/$name.json" <<JSON
{
  "metadata": { "name": "$name", "createdAt": "$time", "workspace": "acme" },
  "spec": {
    "runtime": { "memory": 2048, "envs": [{ "name": "NUMBER", "value": "$number" }] },
    "triggers": [{ "id": "hourly", "type": "cron", "configuration": { "schedule": "0 * * * *" } }]
  },
  "status": "DEPLOYED"
}
JSON
done

"$program" "$folder/jobs" --port 0 --port-file "$folder/port" --workspace acme >"$folder/log" 2>&1 &
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
  echo "PythonClient: blaxel-standin did not start" >&2
  cat "$folder/log" >&2
  exit 1
fi

export BL_API_KEY=test-key BL_WORKSPACE=acme DO_NOT_TRACK=1
# An empty home, so that no configuration of the person who runs this takes part.
HOME=$folder "${python[@]}" Tests/PythonClient/list_all_pages.py "http://127.0.0.1:$port/v0" "$folder/names"
