#!/usr/bin/env bash
# Asks a stand-in for 450 jobs with Blaxel's official Python client: page by page and one by one, with keys and with tokens.
#
# usage: Tests/PythonClient/run.sh
# Builds blaxel-standin, installs the client in a virtual environment of its own, and leaves nothing behind.
set -euo pipefail
# shellcheck source=Tests/Python/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../Python/environment.sh"

servers=()
stop() {
  for server in "${servers[@]}"; do
    # A server may have ended by itself, and ends with the status of the signal otherwise: neither is the run's outcome.
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  done
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

# serve NAME OPTION…: starts a server of the jobs; sets `address` to its base address.
serve() {
  local name=$1 port=
  shift
  "$program" "$folder/jobs" --port 0 --port-file "$folder/$name.port" --workspace acme "$@" >"$folder/$name.log" 2>&1 &
  servers+=($!)
  for ((tries = 0; tries < 100; tries++)); do
    if [[ -s $folder/$name.port ]]; then
      port=$(<"$folder/$name.port")
      break
    fi
    kill -0 "${servers[-1]}" 2>/dev/null || break
    sleep 0.1
  done
  if [[ ! $port =~ ^[0-9]+$ ]]; then
    echo "PythonClient: blaxel-standin did not start" >&2
    cat "$folder/$name.log" >&2
    exit 1
  fi
  address=http://127.0.0.1:$port/v0
}

# An empty home, so that no configuration of the person who runs this takes part.
export BL_WORKSPACE=acme DO_NOT_TRACK=1 HOME=$folder

# ask WHO CREDENTIALS: asks for a job; CREDENTIALS are VARIABLE=VALUE.
ask() {
  env "$2" "${python[@]}" Tests/PythonClient/ask_for_one_job.py "$address" job-007 7 "$1"
}

serve administrator
BL_API_KEY=test-key "${python[@]}" Tests/PythonClient/list_all_pages.py "$address" "$folder/names"
ask administrator BL_API_KEY=test-key
ask program BL_CLIENT_CREDENTIALS="$(printf 'test-client:test-secret' | base64)"
ask stranger BL_API_KEY=another-key

serve reader --no-administrator
ask reader BL_API_KEY=test-key
