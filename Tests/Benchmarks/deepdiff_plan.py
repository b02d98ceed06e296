"""Compares specs with live jobs the way a script in Python would: PyYAML's loader in C, and DeepDiff.

usage: deepdiff_plan.py DIRECTORY LIVE
Prints how many jobs differ; the exit status is 2 when some do, as that of `jobdrift plan`.
"""

import json
import pathlib
import sys

import yaml
from deepdiff import DeepDiff


def main() -> int:
    directory, live = sys.argv[1:]
    running = {job["metadata"]["name"]: job for job in json.loads(pathlib.Path(live).read_bytes())["data"]}
    differing = 0
    for path in sorted(pathlib.Path(directory).glob("*.yaml")):
        with path.open("rb") as file:
            spec = yaml.load(file, Loader=yaml.CSafeLoader)
        differing += bool(DeepDiff(running.get(spec["metadata"]["name"]), spec, ignore_order=True))
    print(differing, "jobs differ")
    return 2 if differing else 0


sys.exit(main())
