"""Runs a workflow as GitHub does: job by job and step by step, in a checkout, with the variables and files of a runner.

Scripts are run for real. Actions of GitHub are played by what is in `actions.py`; one that is not there is an error, and so
is an input that the action does not have.
"""

import json
import os
import re
import secrets
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import examples
from actions import ACTIONS, WorkflowError
from expressions import condition, interpolate
from hub import REPOSITORY


@dataclass
class Step:
    """What came of a step."""

    name: str
    result: str
    outputs: dict = field(default_factory=dict)
    status: int = 0
    log: str = ""


@dataclass
class Job:
    """What came of a job."""

    result: str
    steps: list = field(default_factory=list)
    outputs: dict = field(default_factory=dict)
    summary: str = ""

    @property
    def log(self):
        return "".join(step.log for step in self.steps)

    def step(self, name):
        """The step that is called, or uses, what ends with the name."""
        (step,) = [step for step in self.steps if step.name.endswith(name)]
        return step


@dataclass
class Event:
    """What starts a workflow, at which commit, and with what rights."""

    name: str
    payload: dict
    commit: str
    branch: str
    repository: str = REPOSITORY
    secrets: dict = field(default_factory=dict)
    base_ref: str = ""
    # Whether the token can only read, whatever the workflow asks for: so it is for pull requests from forks.
    reads_only: bool = False


# What jobdrift has no output for, unless it compares with a base.
ONLY_WITH_BASE = ["conflicts", "drift"]


class Outputs(dict):
    """The outputs of a step. One that is not there is nothing where it may be left out, and else an error: a wrong name.

    All may be left out by a step that failed, and by one that succeeded those that its script names.
    """

    def __init__(self, step, script):
        super().__init__(step.outputs)
        self.named = re.findall(r"(\w+)=", script) + ONLY_WITH_BASE if step.result == "success" else None

    def __missing__(self, key):
        if self.named is not None and key not in self.named:
            raise KeyError(key)
        return None


def key_values(file):
    """What a step wrote into a file of the runner: `NAME=VALUE`, or `NAME<<END`, lines, `END`."""
    values = {}
    lines = file.read_text(encoding="utf-8").split("\n")
    while lines:
        line = lines.pop(0)
        if match := re.fullmatch(r"([^=<]+)<<(.+)", line):
            if match.group(2) not in lines:
                raise WorkflowError(f"'{match.group(1)}' does not end in a file of the runner")
            end = lines.index(match.group(2))
            values[match.group(1)] = "\n".join(lines[:end])
            lines = lines[end + 1 :]
        elif match := re.fullmatch(r"([^=]+)=(.*)", line):
            values[match.group(1)] = match.group(2)
        elif line:
            raise WorkflowError(f"'{line}' in a file of the runner")
    return values


class JobRun:
    """One job while it runs."""

    def __init__(self, workflow, name, event, needs, world, run):
        self.workflow = workflow
        self.body = workflow["jobs"][name]
        self.event = event
        self.world = world
        self.run = run
        self.folder = world.folder / f"run-{run}-{name}"
        self.workspace = self.folder / "workspace"
        self.temporary = self.folder / "temp"
        self.workspace.mkdir(parents=True)
        self.temporary.mkdir()
        self.paths = []
        self.job = Job("success")
        token = "token-" + secrets.token_hex(8)
        with world.hub as hub:
            hub.grant(token, {s: "read" if event.reads_only else l for s, l in self.body["permissions"].items()})
        self.contexts = {
            "github": self.github(token),
            "runner": {"temp": str(self.temporary)},
            "secrets": {name: event.secrets.get(name) for name in ("BL_API_KEY",)},
            "needs": needs,
            "env": {},
            "steps": {},
        }
        self.contexts["env"] = self.texts(workflow.get("env", {}), self.contexts)

    def github(self, token):
        return {
            "token": token,
            "repository": REPOSITORY,
            "event": self.event.payload,
            "event_name": self.event.name,
            "base_ref": self.event.base_ref,
            "server_url": "https://github.example",
            "run_id": self.run,
        }

    def texts(self, values, contexts):
        """Values of a mapping, with those of their expressions."""
        texts = {}
        for key, value in values.items():
            text = value if isinstance(value, str) else json.dumps(value)
            texts[key] = interpolate(text, contexts)
        return texts

    def functions(self, steps):
        """The functions that ask for the status, in a job or in a composite action."""
        failed = any(step.result == "failure" for step in steps)
        return {
            "always": lambda: True,
            "cancelled": lambda: False,
            "failure": lambda: failed,
            "success": lambda: not failed,
        }

    def execute(self):
        """Runs all steps, and says what came of the job."""
        self.steps(self.body["steps"], self.contexts, self.job.steps)
        if any(step.result == "failure" for step in self.job.steps):
            self.job.result = "failure"
        self.job.outputs = self.texts(self.body.get("outputs", {}), self.contexts)
        return self.job

    def steps(self, bodies, contexts, done):
        for body in bodies:
            done.append(self.step(body, contexts, done))
            if "id" in body:
                outputs = Outputs(done[-1], body.get("run", ""))
                contexts["steps"] = contexts["steps"] | {body["id"]: {"outputs": outputs}}

    def step(self, body, contexts, before):
        name = body.get("uses", body.get("name", body.get("run", ""))).split("@")[0]
        known = {"id", "name", "if", "env", "shell", "run", "uses", "with"}
        if not set(body) <= known:
            raise WorkflowError(f"'{name}' has {sorted(set(body) - known)}")
        if not condition(body.get("if", "success()"), contexts, self.functions(before)):
            return Step(name, "skipped")
        if "run" in body:
            return self.script(name, body, contexts)
        inputs = self.texts(body.get("with", {}), contexts)
        if name.startswith("./"):
            return self.composite(name, inputs, contexts)
        if name not in ACTIONS:
            raise WorkflowError(f"the action '{name}' is not known")
        known, play = ACTIONS[name]
        if not set(inputs) <= known:
            raise WorkflowError(f"'{name}' has no {sorted(set(inputs) - known)}")
        log = play(self, inputs)
        return Step(name, "failure" if log else "success", log=log or "")

    def composite(self, name, inputs, contexts):
        """Runs the steps of an action of the checkout."""
        action = examples.load(self.workspace / name / "action.yml")
        declared = action.get("inputs", {})
        if not set(inputs) <= set(declared):
            raise WorkflowError(f"'{name}' has no {sorted(set(inputs) - set(declared))}")
        for key, declaration in declared.items():
            if key not in inputs and declaration.get("required"):
                raise WorkflowError(f"'{name}' is not given '{key}'")
            default = interpolate(declaration.get("default", ""), {"github": contexts["github"]})
            inputs.setdefault(key, default)
        # An action sees no secrets, and the steps of its own only.
        inner = {key: contexts[key] for key in ("github", "runner", "env")} | {"inputs": inputs, "steps": {}}
        done = []
        self.steps(action["runs"]["steps"], inner, done)
        failed = [step for step in done if step.result == "failure"]
        values = {key: output["value"] for key, output in action.get("outputs", {}).items()}
        return Step(
            name,
            "failure" if failed else "success",
            self.texts(values, inner),
            failed[-1].status if failed else 0,
            "".join(step.log for step in done),
        )

    def script(self, name, body, contexts):
        """Runs a script with bash, as GitHub calls it."""
        shell = body.get("shell", self.workflow.get("defaults", {}).get("run", {}).get("shell"))
        if shell != "bash":
            raise WorkflowError(f"the script '{name}' is for the shell '{shell}'")
        files = {key: self.folder / key for key in ("output", "step_summary", "env", "path", "event_path")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        files["event_path"].write_text(json.dumps(self.event.payload), encoding="utf-8")
        script = self.folder / "script.sh"
        script.write_text(body["run"], encoding="utf-8")
        environment = self.world.environment | {
            "PATH": os.pathsep.join([*self.paths, str(self.world.tools), self.world.environment["PATH"]]),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_EVENT_NAME": self.event.name,
            "GITHUB_SERVER_URL": contexts["github"]["server_url"],
            "GITHUB_RUN_ID": str(self.run),
            "RUNNER_TEMP": str(self.temporary),
            **{f"GITHUB_{key.upper()}": str(file) for key, file in files.items()},
            **contexts["env"],
            **self.texts(body.get("env", {}), contexts),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            start_new_session=True,
            check=False,
        )
        if key_values(files["env"]):
            raise WorkflowError(f"the script '{name}' changes the environment of those behind it")
        self.paths = [*files["path"].read_text(encoding="utf-8").split(), *self.paths]
        self.job.summary += files["step_summary"].read_text(encoding="utf-8")
        result = "success" if done.returncode == 0 else "failure"
        log = done.stdout.decode(errors="replace")
        return Step(name, result, key_values(files["output"]), done.returncode, log)


def run_workflow(file, event, world):
    """Runs the jobs of a workflow file, in the order of what they need. Says which run it was, and what came of each job."""
    workflow = examples.load(file)
    if event.name not in workflow["on"]:
        raise WorkflowError(f"{event.name} does not start {file}")
    with world.hub as hub:
        record = {"workflow": Path(file).name, "event": event.name, "conclusion": None, "head_branch": event.branch}
        run = hub.add("runs", {**record, "head_sha": event.commit, "head_repository": {"full_name": event.repository}})
    done = {}
    waiting = dict(workflow["jobs"])
    while waiting:
        name = next(name for name, body in waiting.items() if body.get("needs") not in waiting)
        body = waiting.pop(name)
        needs = {one: done[one] for one in [body["needs"]]} if "needs" in body else {}
        results = [Step(one, job.result if job.result != "skipped" else "failure") for one, job in needs.items()]
        contexts = {one: {"outputs": job.outputs} for one, job in needs.items()}
        job_run = JobRun(workflow, name, event, contexts, world, run)
        asked = {key: job_run.contexts[key] for key in ("github", "needs")}
        if condition(body.get("if", "success()"), asked, job_run.functions(results)):
            done[name] = job_run.execute()
        else:
            done[name] = Job("skipped", outputs=dict.fromkeys(body.get("outputs", {})))
    results = {job.result for job in done.values()}
    with world.hub as hub:
        record = next(one for one in hub["runs"] if one["id"] == run)
        record["conclusion"] = "failure" if "failure" in results else "success" if "success" in results else "skipped"
    return run, done
