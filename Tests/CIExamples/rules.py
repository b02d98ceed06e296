"""Rules that the example workflows and actions keep, beyond their schemas.

usage: rules.py
Prints what breaks them, and ends with 1 if anything does.
"""

import re
import sys

import examples

# The permissions that jobs may have. What can write is named with the one job that may.
READABLE = {"contents", "actions"}
WRITABLE = {
    ("pull-request.yml", "plan"): {"pull-requests"},
    ("pull-request.yml", "code-scanning"): {"security-events"},
    ("fork-comment.yml", "comment"): {"pull-requests"},
    ("scheduled-drift.yml", "drift"): {"issues"},
    ("scheduled-drift.yml", "code-scanning"): {"security-events"},
}
# The jobs that get the API key.
KEYED = {("pull-request.yml", "plan"), ("scheduled-snapshot.yml", "snapshot"), ("scheduled-drift.yml", "drift")}


def texts(value, path=""):
    """Every text in a value, with its path."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from texts(member, f"{path}.{key}")
    elif isinstance(value, list):
        for number, element in enumerate(value):
            yield from texts(element, f"{path}[{number}]")
    elif isinstance(value, str):
        yield path, value


def step_findings(step, shell, source):
    """What breaks the rules in one step. `source` is the file's text, for what comments say."""
    if "run" in step:
        if "${{" in step["run"]:
            yield "an expression in a script, which a text from outside can rewrite"
        if shell != "bash":
            yield "a script without 'shell: bash', which stops at a failing part of a pipe"
    uses = step.get("uses", "")
    if uses and not uses.startswith("./"):
        match = re.fullmatch(r"(actions|github)/[\w./-]+@[0-9a-f]{40}", uses)
        if not match:
            yield f"'{uses}' is not of GitHub, or not pinned to a commit"
        elif not re.search(re.escape(uses) + r" # v\d+\.\d+\.\d+\n", source):
            yield f"'{uses}' does not say which version it is"
    if uses.startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials") is not False:
        yield "a checkout that leaves the token behind"
    if step.get("continue-on-error"):
        yield "a step that turns errors into success"


def workflow_findings(name, value):
    """What breaks the rules in a workflow as a whole."""
    triggers = value["on"]
    if "pull_request_target" in triggers:
        yield "pull_request_target, which gives secrets to what a fork wrote"
    if value.get("permissions") != {}:
        yield "permissions at the top that are not none"
    if any("secrets." in text for path, text in texts(value) if not path.startswith(".jobs.")):
        yield "a secret outside of jobs"
    for job, body in value["jobs"].items():
        permissions = body.get("permissions")
        if permissions is None:
            yield f"the job '{job}' does not say its permissions"
            continue
        written = {scope for scope, level in permissions.items() if level == "write"}
        if written != WRITABLE.get((name, job), set()):
            yield f"the job '{job}' may write {sorted(written)}"
        if not set(permissions) - written <= READABLE:
            yield f"the job '{job}' may read {sorted(set(permissions) - written)}"
        secrets = {secret for _, text in texts(body) for secret in re.findall(r"secrets\.(\w+)", text)}
        if secrets != ({"BL_API_KEY"} if (name, job) in KEYED else set()):
            yield f"the job '{job}' gets the secrets {sorted(secrets)}"
        if any(re.search(r"secrets\s*(\[|\))|toJSON", text) for _, text in texts(body)):
            yield f"the job '{job}' gets secrets without their names"
        if "timeout-minutes" not in body:
            yield f"the job '{job}' can hang for hours"
    if "workflow_run" in triggers:
        checkouts = [step for step, _ in examples.steps(value) if step.get("uses", "").startswith("actions/checkout@")]
        if any({"ref", "repository"} & set(step.get("with", {})) for step in checkouts):
            yield "a checkout of something else than the default branch, with rights to write"


def findings(name, value, source):
    """What breaks the rules in a file."""
    found = [finding for step, shell in examples.steps(value) for finding in step_findings(step, shell, source)]
    return found + (list(workflow_findings(name, value)) if "jobs" in value else [])


def main():
    broken = False
    for file in examples.WORKFLOWS + examples.ACTIONS:
        for finding in findings(file.name, examples.load(file), file.read_text(encoding="utf-8")):
            print(f"{file.relative_to(examples.REPOSITORY)}: {finding}")
            broken = True
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
