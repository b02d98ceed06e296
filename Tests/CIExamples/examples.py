"""The example workflows and actions, as files and as values."""

import re
from pathlib import Path

from ruamel.yaml import YAML

REPOSITORY = Path(__file__).resolve().parent.parent.parent
FOLDER = REPOSITORY / "examples" / "ci"
WORKFLOWS = sorted((FOLDER / "workflows").glob("*.yml"))
ACTIONS = sorted(FOLDER.glob("*/action.yml"))


def load(file):
    """The value of a YAML file, by YAML 1.2: `on` is a text."""
    return YAML(typ="safe").load(Path(file))


def place(file):
    """Where the file belongs in a user's repository, which its first line says."""
    first = Path(file).read_text(encoding="utf-8").split("\n", 1)[0]
    match = re.fullmatch(r"# Copy to (\.github/\S+)", first)
    if not match:
        raise ValueError(f"{file} does not begin with where it is to be copied")
    return match.group(1)


def steps(value):
    """All steps of a workflow or composite action, each with the shell that would run it."""
    if "runs" in value:
        return [(step, step.get("shell")) for step in value["runs"]["steps"]]
    shell = value.get("defaults", {}).get("run", {}).get("shell")
    return [
        (step, step.get("shell", job.get("defaults", {}).get("run", {}).get("shell", shell)))
        for job in value["jobs"].values()
        for step in job["steps"]
    ]


def scripts(file):
    """The `run` scripts of a file, each with its shell."""
    return [(step["run"], shell) for step, shell in steps(load(file)) if "run" in step]
