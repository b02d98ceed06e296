"""Writes specs and live jobs whose names and values try to be more than text in Markdown, in HTML and in a CI log.

usage: hostile.py SPECS INVALID LIVE
Two folders, one of them with specs that are not valid, and a file.
"""

import json
import pathlib
import sys

TEXTS = [
    "\u001b[31mred\u001b[0m \u001b]8;;http://evil.example\u0007link",
    "\u202egnp.exe \u2066\u200b\ufeff",
    "\u0000\u0007\b",
    "::error::stopped",
    "a\n::error::stopped\n##[error]stopped",
    "##[group]folded",
    "</details></summary></code></pre></table><script>alert(1)</script>",
    "<details><summary>open",
    "<!-- hidden",
    "--> shown -->",
    "]]> <![CDATA[ <?php <img src=x onerror=alert(1)>",
    "a|b|c \\| \\\\| |",
    "`", "``", "```", "````\n````", "~~~", "x" + "`" * 40 + "y",
    "@team and @acme/owners, fixes #12, GH-1, acme/repo#7, a1b2c3d4e5f60718293a4b5c6d7e8f9001122334",
    "https://evil.example/?q=1 http://evil.example www.evil.example ftp://evil.example mailto:a@evil.example",
    "someone@evil.example xmpp:a@evil.example",
    "[link](https://evil.example) ![image](https://evil.example/x.png) [x]: https://evil.example",
    "**bold** _it_ *it* ~~gone~~ <b>bold</b> $ 5 $ :tada: \\`",
    "&lt;b&gt; &#60;b&#62; &amp;lt; &copy;",
    "# heading\n## heading\n- [ ] task\n> quote\n---\n***\n===\n1. one\n\n    code",
    "| a | b |\n| --- | --- |\n| c | d |",
    "[^1] [^1]: footnote",
    "> [!WARNING]\n> shout",
    "漢字 \u0301\u0301\u0301 e\u0301",
    "x" * 5000,
    "@" * 3000,
    " leading and trailing ",
]

FILES = ["a|b`c @team.yaml", "<details>.yaml", "**bold**_.yaml", "www.evil.example #12.yaml", "-->.yaml", "plain.yaml"]


def main() -> None:
    specs, invalid, live = (pathlib.Path(name) for name in sys.argv[1:])
    specs.mkdir()
    invalid.mkdir()
    documents = {name: [] for name in FILES}
    jobs = []
    for number, text in enumerate(TEXTS):
        name = f"{text[:200]} {number}"
        # A fold, a fence and a line of a table, with the text in each place that a report quotes.
        spec = {
            "runtime": {"image": text, "envs": [{"name": "NEW " + text, "value": text}], "memory": 2048},
            "triggers": [{"id": text, "type": "cron", "configuration": {"schedule": text[:50]}}],
        }
        documents[FILES[number % len(FILES)]].append(
            {"apiVersion": "blaxel.ai/v1alpha1", "kind": "Job", "metadata": {"name": name, "labels": {text[:500]: text}}, "spec": spec}
        )
        if number % 4 != 3:
            jobs.append(
                {
                    "metadata": {"name": name, "updatedBy": text, "updatedAt": text, "labels": {text[:500]: "old"}},
                    "spec": {"runtime": {"image": "old " + text, "envs": [{"name": "OLD " + text, "value": text}], "memory": 1024}},
                    "status": text,
                }
            )
        jobs.append({"metadata": {"name": f"only {name}", "updatedBy": text}, "spec": {}, "status": "DEPLOYED"})
    for name, texts in documents.items():
        # JSON is YAML.
        (specs / name).write_text("---\n".join(json.dumps(text) + "\n" for text in texts))
        wrong = [{"kind": "Job", "metadata": {"name": text["metadata"]["name"]}, "spec": {"runtime": {"memory": str(text)[:900]}}} for text in texts]
        (invalid / name).write_text("---\n".join(json.dumps(text) + "\n" for text in wrong))
    live.write_text(json.dumps(jobs))


main()
