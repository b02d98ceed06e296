"""What there is on the GitHub of a test: one file that the tests write and the stand-in for `gh` reads and writes."""

import json
import zipfile
from pathlib import Path

REPOSITORY = "acme/batch"
BOT = "github-actions[bot]"


class Hub:
    """The things on GitHub, in a folder. They are saved by `save`, and whenever a `with` block over the hub ends."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.file = self.folder / "hub.json"
        self.load()

    def load(self):
        """Takes what was saved, by whomever."""
        empty = {"calls": [], "tokens": {}, "comments": [], "issues": [], "pulls": [], "runs": [], "artifacts": []}
        self.things = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else empty

    def save(self):
        self.file.write_text(json.dumps(self.things), encoding="utf-8")

    def __enter__(self):
        self.load()
        return self

    def __exit__(self, *_):
        self.save()

    def __getitem__(self, kind):
        return self.things[kind]

    def add(self, kind, thing):
        """Adds a thing with an identifier of its own, which is returned."""
        identifier = 1 + sum(len(things) for things in self.things.values())
        self.things[kind].append({"id": identifier, **thing})
        return identifier

    def grant(self, token, permissions):
        """Makes a token known, with what it may do."""
        self.things["tokens"][token] = permissions

    def upload(self, run, name, files):
        """Keeps an artifact of a run, with the contents of its files by their paths."""
        identifier = self.add("artifacts", {"run": run, "name": name, "expired": False})
        archive = self.folder / f"artifact-{identifier}.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
            for path, content in files.items():
                writer.writestr(path, content)
        self.things["artifacts"][-1]["size_in_bytes"] = archive.stat().st_size
        return identifier

    def archive(self, artifact):
        """The file with an artifact's content."""
        return self.folder / f"artifact-{artifact['id']}.zip"
