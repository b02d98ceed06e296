"""What the actions of GitHub do that the examples use, in a job of `runner.py`. Each says what went wrong, or nothing."""

import json
import subprocess
from pathlib import Path


class WorkflowError(Exception):
    """A workflow that cannot be run, as opposed to one that fails."""


def check_out(run, inputs):
    """actions/checkout, of the commit of the event: with depth 0 all branches with their histories, else that commit alone."""
    git = ["git", "-C", str(run.workspace)]
    depth = int(inputs.get("fetch-depth", "1"))
    wanted = ["+refs/heads/*:refs/remotes/origin/*"] if depth == 0 else [f"--depth={depth}"]
    for command in (
        ["init", "--quiet"],
        ["remote", "add", "origin", f"file://{run.world.upstream}"],
        ["fetch", "--quiet", "origin", *wanted, run.event.commit],
        ["checkout", "--quiet", "--detach", run.event.commit],
    ):
        subprocess.run([*git, *command], check=True, env=run.world.environment)


def upload(run, inputs):
    """actions/upload-artifact, of a file or of the files of a folder."""
    if not inputs["path"]:
        raise WorkflowError("the upload of an artifact is not given a path")
    path = Path(inputs["path"])
    if path.is_dir():
        files = {file.name: file.read_bytes() for file in path.iterdir()}
    else:
        files = {path.name: path.read_bytes()} if path.exists() else {}
    if not files:
        return "no files were found\n" if inputs.get("if-no-files-found") == "error" else None
    with run.world.hub as hub:
        hub.upload(run.run, inputs["name"], files)
    return None


def download(run, inputs):
    """actions/download-artifact, of the same run."""
    with run.world.hub as hub:
        artifacts = [one for one in hub["artifacts"] if (one["run"], one["name"]) == (run.run, inputs["name"])]
        if not artifacts:
            return "there is no such artifact\n"
        archive = str(hub.archive(artifacts[0]))
    subprocess.run(["unzip", "-q", archive, "-d", inputs["path"]], check=True)
    return None


def upload_sarif(run, inputs):
    """github/codeql-action/upload-sarif: GitHub takes SARIF 2.1.0, from those who may write security events."""
    if run.body["permissions"].get("security-events") != "write" or run.event.reads_only:
        return "Resource not accessible by integration\n"
    report = json.loads(Path(inputs["sarif_file"]).read_text(encoding="utf-8"))
    if report["version"] != "2.1.0":
        raise WorkflowError("SARIF of another version")
    run.world.sarif.append(report["runs"][0]["automationDetails"]["id"])
    return None


# The actions of GitHub that the examples use, with their inputs, and what they do.
ACTIONS = {
    "actions/checkout": ({"fetch-depth", "persist-credentials"}, check_out),
    "actions/upload-artifact": ({"name", "path", "if-no-files-found", "retention-days"}, upload),
    "actions/download-artifact": ({"name", "path"}, download),
    "github/codeql-action/upload-sarif": ({"sarif_file"}, upload_sarif),
}
