"""A GitHub repository with job specs and the examples in it, a Blaxel workspace, and the machine that workflows run on."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import examples
from hub import REPOSITORY, Hub
from ruamel.yaml import YAML
from runner import Event, run_workflow

FORK = "stranger/batch"
TAG = "v0.1.0"
KEY = "test-key"


NIGHTLY = "jobs/nightly.yaml"
REPORT = "jobs/report.yaml"


def spec(name, memory, timeout=900):
    """A job as Git says it."""
    return f"""\
apiVersion: blaxel.ai/v1alpha1
kind: Job
metadata:
  name: {name}
spec:
  runtime:
    image: job/{name}:v1
    memory: {memory}
    timeout: {timeout}
"""


def live(name, memory, timeout=900):
    """The same job as it runs."""
    return {
        "metadata": {"name": name, "createdAt": "2026-02-11T16:45:00Z", "workspace": "acme"},
        "spec": {"enabled": True, "runtime": {"image": f"job/{name}:v1", "memory": memory, "timeout": timeout}},
        "status": "DEPLOYED",
    }


class World:
    """All of it, in a folder that is removed at the end. PROGRAMS is the folder with jobdrift and blaxel-standin."""

    def __init__(self, programs):
        self.programs = Path(programs).resolve()
        self.holder = tempfile.TemporaryDirectory(prefix="jobdrift-ci-")
        self.folder = Path(self.holder.name)
        self.hub = Hub(self.folder)
        self.upstream = self.folder / "upstream.git"
        self.author = self.folder / "author"
        self.tools = self.folder / "tools"
        self.server = None
        # The categories of what reached code scanning.
        self.sarif = []
        self.pulls = 0
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "CI_EXAMPLES_HUB": str(self.folder),
            # Nobody listens there, until `serve`.
            "BL_API_URL": "http://127.0.0.1:9/v0",
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "ana" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        self.script(self.tools / "gh", f'exec {sys.executable} -B {Path(__file__).parent / "gh.py"} "$@"')
        self.asset = self.folder / "releases" / TAG / "jobdrift"
        self.script(self.asset, f'exec {self.programs / "jobdrift"} "$@"')

    def close(self):
        self.stop()
        self.holder.cleanup()

    def script(self, file, line):
        """Makes a program of one line."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        file.chmod(0o755)

    # The workspace.

    def serve(self, *jobs):
        """Lets the API answer with these jobs, in place of those before."""
        self.stop()
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        (folder / "jobs").mkdir()
        (folder / "jobs" / "all.json").write_text(json.dumps(jobs), encoding="utf-8")
        port = folder / "port"
        command = [self.programs / "blaxel-standin", folder / "jobs", "--port", "0", "--port-file", port]
        with (folder / "log").open("wb") as log:
            self.server = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while not (port.exists() and port.read_text(encoding="utf-8")):
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text(encoding="utf-8"))
            time.sleep(0.02)
        self.environment["BL_API_URL"] = f"http://127.0.0.1:{port.read_text(encoding='utf-8').strip()}/v0"

    def stop(self):
        """Lets the API answer no more."""
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server = None

    # The repository.

    def git(self, *arguments):
        """Runs git in the author's clone, and returns what it prints."""
        command = ["git", "-C", str(self.author), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=self.environment)
        return done.stdout.strip()

    def start(self, specs):
        """Makes the repository, with the specs by their paths, and with the examples where they are to be copied."""
        files = dict(specs)
        for file in examples.WORKFLOWS + examples.ACTIONS:
            files[examples.place(file)] = file.read_text(encoding="utf-8")
        subprocess.run(["git", "init", "--quiet", "--bare", str(self.upstream)], check=True, env=self.environment)
        subprocess.run(["git", "init", "--quiet", "-b", "main", self.author], check=True, env=self.environment)
        self.git("remote", "add", "origin", str(self.upstream))
        self.write(files)
        self.pin(hashlib.sha256(self.asset.read_bytes()).hexdigest())
        self.commit("Start")
        self.git("push", "--quiet", "origin", "main")

    def write(self, files):
        """Writes files of the author's clone, and removes those without a text."""
        for path, text in files.items():
            file = self.author / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text, encoding="utf-8")

    def pin(self, sha256):
        """Pins jobdrift where the example says it is to be pinned, without a commit."""
        file = self.author / ".github/actions/jobdrift-install/action.yml"
        yaml = YAML()
        action = yaml.load(file)
        action["inputs"]["tag"]["default"] = TAG
        action["inputs"]["sha256"]["default"] = sha256
        yaml.dump(action, file)

    def commit(self, message):
        """Commits everything, and returns the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD")

    def change_main(self, files):
        """Changes the default branch."""
        self.git("checkout", "--quiet", "main")
        self.write(files)
        self.commit("Change main")
        self.git("push", "--quiet", "origin", "main")

    def pull_request(self, files, fork=None, number=None):
        """Opens a pull request that changes files, or pushes to the one of the number. Returns its event."""
        if number is None:
            self.pulls += 1
            number = self.pulls
            self.git("checkout", "--quiet", "-B", f"change-{number}", "main")
        else:
            self.git("checkout", "--quiet", f"change-{number}")
        self.write(files)
        head = self.commit(f"Change {number}")
        self.git("checkout", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "--message", f"Merge {number}", head)
        merge = self.git("rev-parse", "HEAD")
        references = [f"{head}:refs/pull/{number}/head", f"{merge}:refs/pull/{number}/merge"]
        references += [] if fork else [f"{head}:refs/heads/change-{number}"]
        self.git("push", "--quiet", "--force", "origin", *references)
        pull = {
            "number": number,
            "state": "open",
            "head": {"sha": head, "ref": f"change-{number}", "repo": {"full_name": fork or REPOSITORY}},
            "base": {"ref": "main", "repo": {"full_name": REPOSITORY}},
        }
        with self.hub as hub:
            hub.things["pulls"] = [one for one in hub["pulls"] if one["number"] != number] + [pull]
        payload = {"pull_request": pull, "repository": {"default_branch": "main"}}
        secrets = {} if fork else {"BL_API_KEY": KEY}
        branch = f"change-{number}"
        return Event("pull_request", payload, merge, branch, fork or REPOSITORY, secrets, "main", fork is not None)

    def on_main(self, name, payload=None):
        """An event of the default branch."""
        commit = self.git("rev-parse", "main")
        return Event(name, payload or {}, commit, "main", secrets={"BL_API_KEY": KEY})

    # What happens.

    def run(self, workflow, event):
        """Runs a workflow of the commit of the event: which run it was, and its jobs by their names."""
        path = f".github/workflows/{workflow}"
        file = self.folder / "workflows" / event.commit / workflow
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.git("show", f"{event.commit}:{path}") + "\n", encoding="utf-8")
        return run_workflow(file, event, self)

    def completed(self, run):
        """The event of a run that has completed."""
        with self.hub as hub:
            record = next(one for one in hub["runs"] if one["id"] == run)
        address = f"https://github.example/{REPOSITORY}/actions/runs/{run}"
        # For a pull request, the commit of the run is the merged one, and what the API calls its head is not.
        pulls = [one for one in self.hub["pulls"] if one["head"]["ref"] == record["head_branch"]]
        head = pulls[0]["head"]["sha"] if record["event"] == "pull_request" else record["head_sha"]
        return self.on_main("workflow_run", {"workflow_run": {**record, "html_url": address, "head_sha": head}})

    @property
    def comments(self):
        with self.hub as hub:
            return hub["comments"]

    @property
    def issues(self):
        with self.hub as hub:
            return hub["issues"]

    @property
    def refusals(self):
        """What the stand-in for `gh` did not do."""
        with self.hub as hub:
            return [call["refused"] for call in hub["calls"] if call["refused"]]
