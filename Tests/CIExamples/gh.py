"""A stand-in for `gh`, for the calls that the examples make, against the things of a hub.

usage: gh.py ARGUMENT…, with the hub's folder in CI_EXAMPLES_HUB
Every call is recorded. One that it does not know, or that the token may not make, fails. Results stand as GitHub gives them,
pages of lists one behind the other.
"""

import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

from hub import BOT, REPOSITORY, Hub

LEVELS = ["none", "read", "write"]
# How many elements a page holds: few, so that there are pages.
PAGE = 2
# What GitHub answers to a longer comment.
LONGEST = 65_536


class Refused(Exception):
    """A call that fails, with what `gh` would say."""


class Call:
    """One call of `gh`, by one token."""

    def __init__(self, hub, arguments):
        self.hub = hub
        self.arguments = arguments
        self.permissions = hub["tokens"].get(os.environ.get("GH_TOKEN", ""))

    def need(self, scope, level):
        """Fails the call unless the token may do so."""
        if self.permissions is None:
            raise Refused("HTTP 401: Bad credentials")
        if LEVELS.index(self.permissions.get(scope, "none")) < LEVELS.index(level):
            raise Refused(f"HTTP 403: Resource not accessible by integration ({scope}: {level})")

    def options(self, arguments, known):
        """Takes options with their values from the arguments: those left over, and the values by option."""
        rest, values = [], {}
        arguments = list(arguments)
        while arguments:
            argument = arguments.pop(0)
            if not argument.startswith("-"):
                rest.append(argument)
            elif argument not in known:
                raise Refused(f"unknown option {argument}")
            else:
                values.setdefault(argument, []).append(arguments.pop(0) if known[argument] else "")
        return rest, values

    def run(self):
        command = self.arguments[:1] if self.arguments[:1] == ["api"] else self.arguments[:2]
        actions = {"api": self.api, "release download": self.release, "run download": self.download}
        if " ".join(command) not in actions:
            raise Refused(f"unknown command {command}")
        actions[" ".join(command)](self.arguments[len(command) :])

    def api(self, arguments):
        rest, values = self.options(arguments, {"--method": True, "--input": True, "-f": True, "--paginate": False})
        (path,) = rest
        method = values.get("--method", ["GET"])[0]
        if "-f" in values and "--method" not in values:
            raise Refused("fields without a method make a POST")
        path, _, query = path.partition("?")
        fields = dict(field.split("=", 1) for field in values.get("-f", []))
        parameters = dict(part.split("=", 1) for part in filter(None, query.split("&")))
        sent = json.loads(Path(values["--input"][0]).read_text(encoding="utf-8")) if "--input" in values else fields
        if method == "GET":
            parameters |= fields
        prefix = f"repos/{REPOSITORY}/"
        if not path.startswith(prefix):
            raise Refused("HTTP 404: Not Found")
        answer = self.answer(f"{method} {path.removeprefix(prefix)}", parameters, sent)
        if isinstance(answer, bytes):
            sys.stdout.buffer.write(answer)
        elif isinstance(answer, list):
            pages = [answer[start : start + PAGE] for start in range(0, max(len(answer), 1), PAGE)]
            print("".join(json.dumps(page) for page in (pages if "--paginate" in values else pages[:1])))
        else:
            print(json.dumps(answer))

    def answer(self, request, parameters, sent):
        """What the API answers to a request, which is a method and a path in the repository."""
        if match := re.fullmatch(r"GET issues/(\d+)/comments", request):
            self.need("pull-requests", "read")
            return [comment for comment in self.hub["comments"] if comment["number"] == int(match.group(1))]
        if match := re.fullmatch(r"POST issues/(\d+)/comments", request):
            self.need("pull-requests", "write")
            comment = {"number": int(match.group(1)), "user": {"login": BOT}, "body": self.body(sent)}
            return {"id": self.hub.add("comments", comment)}
        if match := re.fullmatch(r"PATCH issues/comments/(\d+)", request):
            self.need("pull-requests", "write")
            (comment,) = [one for one in self.hub["comments"] if one["id"] == int(match.group(1))]
            comment["body"] = self.body(sent)
            return {"id": comment["id"]}
        if request == "GET issues":
            self.need("issues", "read")
            return [issue for issue in self.hub["issues"] if issue["state"] == parameters["state"]]
        if request == "POST issues":
            self.need("issues", "write")
            issue = {"title": sent["title"], "body": self.body(sent), "state": "open", "user": {"login": BOT}}
            number = self.hub.add("issues", issue)
            self.hub["issues"][-1]["number"] = number
            return {"number": number}
        if match := re.fullmatch(r"PATCH issues/(\d+)", request):
            self.need("issues", "write")
            if not set(sent) <= {"title", "body", "state"}:
                raise Refused("HTTP 422: Validation Failed")
            self.found(self.hub["issues"], "number", int(match.group(1))).update(sent)
            return {}
        if match := re.fullmatch(r"GET pulls/(\d+)", request):
            self.need("pull-requests", "read")
            return self.found(self.hub["pulls"], "number", int(match.group(1)))
        if match := re.fullmatch(r"GET actions/workflows/([\w.-]+)/runs", request):
            self.need("actions", "read")
            runs = [run for run in reversed(self.hub["runs"]) if run["workflow"] == match.group(1)]
            runs = [run for run in runs if run["head_branch"] == parameters["branch"]]
            return {"workflow_runs": [run for run in runs if run["conclusion"] == parameters["status"]]}
        if match := re.fullmatch(r"GET actions/runs/(\d+)/artifacts", request):
            self.need("actions", "read")
            artifacts = [one for one in self.hub["artifacts"] if one["run"] == int(match.group(1))]
            return {"artifacts": [one for one in artifacts if one["name"] == parameters["name"]]}
        if match := re.fullmatch(r"GET actions/artifacts/(\d+)/zip", request):
            self.need("actions", "read")
            return self.hub.archive(self.found(self.hub["artifacts"], "id", int(match.group(1)))).read_bytes()
        raise Refused(f"unknown request {request}")

    def found(self, things, key, value):
        """The thing with that value."""
        for thing in things:
            if thing[key] == value:
                return thing
        raise Refused("HTTP 404: Not Found")

    def body(self, sent):
        """The text of a comment, if GitHub takes it."""
        if len(sent["body"]) > LONGEST:
            raise Refused("HTTP 422: body is too long (maximum is 65536 characters)")
        return sent["body"]

    def release(self, arguments):
        options = {"--repo": True, "--pattern": True, "--dir": True}
        (tag,), values = self.options(arguments, options)
        self.need("contents", "read")
        asset = self.hub.folder / "releases" / tag / values["--pattern"][0]
        if values["--repo"] != [REPOSITORY] or not asset.exists():
            raise Refused("release not found")
        shutil.copy(asset, values["--dir"][0])

    def download(self, arguments):
        (run,), values = self.options(arguments, {"--repo": True, "--name": True, "--dir": True})
        self.need("actions", "read")
        artifacts = [one for one in self.hub["artifacts"] if one["run"] == int(run)]
        artifact = self.found(artifacts, "name", values["--name"][0])
        with zipfile.ZipFile(self.hub.archive(artifact)) as archive:
            archive.extractall(values["--dir"][0])


def main():
    arguments = sys.argv[1:]
    with Hub(os.environ["CI_EXAMPLES_HUB"]) as hub:
        call = {"arguments": arguments, "refused": None}
        hub["calls"].append(call)
        try:
            Call(hub, arguments).run()
        except Refused as refused:
            call["refused"] = str(refused)
    if call["refused"]:
        print(f"gh: {call['refused']}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
