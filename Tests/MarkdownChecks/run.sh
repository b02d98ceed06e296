#!/usr/bin/env bash
# Has cmark-gfm, the reader of Markdown that GitHub uses, read what jobdrift writes, and looks at what came of it.
#
# usage: Tests/MarkdownChecks/run.sh
# Reads the golden reports and those of a folder of hostile specs. Installs cmarkgfm in a virtual environment of its own, and
# leaves nothing behind.
set -euo pipefail
# shellcheck source=Tests/Python/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/../Python/environment.sh"

program=$(build jobdrift)

install cmarkgfm==2025.10.22

for golden in Tests/PlanReportTests/Golden/*/plan.md; do
  cp "$golden" "$folder/$(basename "$(dirname "$golden")").md"
  cp "$(dirname "$golden")/plan.json" "$folder/$(basename "$(dirname "$golden")").json"
done

"${python[@]}" Tests/MarkdownChecks/hostile.py "$folder/valid" "$folder/invalid" "$folder/live.jobs"
for run in valid-1000000 valid-60000 valid-20000 valid-6000 invalid-60000 invalid-6000; do
  status=0
  "$program" plan "$folder/${run%-*}" --live "$folder/live.jobs" --workspace $'<b>@team\n-->' --label='--> @team `|' \
    --markdown-bytes "${run#*-}" -o "markdown=$folder/generated-$run.md" -o "json=$folder/generated-$run.json" \
    2>"$folder/findings" || status=$?
  if [[ $run-$status != valid-*-2 && $run-$status != invalid-*-3 ]]; then
    echo "MarkdownChecks: jobdrift ended with $status" >&2
    grep " error: " "$folder/findings" >&2
    exit 1
  fi
done

"${python[@]}" Tests/MarkdownChecks/check.py "$folder"/*.md
