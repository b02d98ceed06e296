"""Makes specs and live jobs with names that are hard to write, in a folder.

usage: hostile.py FOLDER
"""

import json
import os
import re
import sys

NAMES = [
    "::error::x", "##[error]x", "a,b:c%0Ad", "two\nlines", "\x1b[31mred", "\u202egnp.exe", "[link](https://evil.example)",
    "{0} and {1}", "]]>", "é漢🚀", "a b#c?d", "\u2028", "<img src=x>", "x" * 900,
]


def job(name, position, value):
    return {
        "apiVersion": "blaxel.ai/v1alpha1",
        "kind": "Job",
        "metadata": {"name": f"job-{position}", "labels": {name: value, "same": "x"}},
        "spec": {"runtime": {"memory": 2048, "envs": [{"name": name, "value": value}]}, name: {"value": value}},
    }


def yaml(value):
    """JSON that is YAML, too: without escapes of half a character."""
    return re.sub(r"\\ud[89ab]..\\ud[c-f]..", lambda pair: json.loads(f'"{pair[0]}"'), json.dumps(value))


def main(folder):
    specs = os.path.join(folder, "specs")
    os.makedirs(os.path.join(specs, "deep er", "ü%41"))
    live = []
    for position, name in enumerate(NAMES):
        # A file name holds neither a slash nor more than 255 bytes.
        file = name.replace("/", "_")[:50] + f"-{position}.yaml"
        part = ["", "deep er", os.path.join("deep er", "ü%41")][position % 3]
        with open(os.path.join(specs, part, file), "w", encoding="utf-8") as text:
            text.write(yaml(job(name, position, name)))
        if position % 4:
            live.append(job(name, position, name + " before"))
        live.append(job(name, f"{position}-only-live", name))
    with open(os.path.join(folder, "live.json"), "w", encoding="utf-8") as text:
        json.dump(live, text)


main(sys.argv[1])
