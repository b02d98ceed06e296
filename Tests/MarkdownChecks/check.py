"""Checks what GitHub's reader of Markdown makes of reports: that texts from outside are code, and nothing else.

Beside each report stands the JSON plan of the same run, which says what has to be in it.
"""

import html.parser
import json
import pathlib
import re
import sys
import unicodedata

import cmarkgfm
from cmarkgfm.cmark import Options

TAGS = {
    "h2", "h3", "p", "strong", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "details", "summary",
    "sub", "blockquote",
}  # fmt: skip
ATTRIBUTES = {("details", "open"), ("pre", "lang")}
# All that the program's own words are written with.
OWN_WORDS = re.compile(r"[A-Za-z0-9 ,.;:?'()/\n·→❌⚠️📝✅☑️-]*")


class Page(html.parser.HTMLParser):
    """A page as a browser would see it, as far as reports may go."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.comments: list[str] = []
        self.plain = ""
        self.codes: list[str] = []
        self.blocks: list[tuple[str | None, str]] = []
        self.rows: list[int] = []
        self.headed = 0
        self.feed(text)
        self.close()
        if self.open:
            self.problems.append(f"left open: {self.open}")

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.problems.append(f"element {self.get_starttag_text()}")
        for name, _ in attributes:
            if (tag, name) not in ATTRIBUTES:
                self.problems.append(f"attribute {self.get_starttag_text()}")
        if "pre" in self.open and tag != "code":
            self.problems.append(f"<{tag}> in <pre>")
        self.open.append(tag)
        if tag == "code" and "pre" not in self.open:
            self.codes.append("")
        elif tag == "pre":
            self.blocks.append((dict(attributes).get("lang"), ""))
        elif tag == "tr":
            self.rows.append(0)
        elif tag in ("td", "th"):
            self.rows[-1] += 1
            self.headed += tag == "th"

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> in {self.open}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, text):
        if "pre" in self.open:
            self.blocks[-1] = (self.blocks[-1][0], self.blocks[-1][1] + text)
        elif "code" in self.open:
            self.codes[-1] += text
        else:
            self.plain += text
            if not OWN_WORDS.fullmatch(text):
                self.problems.append(f"outside of code: {text!r}")

    def handle_comment(self, text):
        if text:
            self.comments.append(text)

    def handle_decl(self, text):
        self.problems.append(f"declaration {text!r}")

    def handle_pi(self, text):
        self.problems.append(f"instruction {text!r}")

    def unknown_decl(self, text):
        self.problems.append(f"declaration {text!r}")


def shown(name: str) -> str:
    """A name as reports show it."""

    def deceptive(character: str) -> bool:
        code = ord(character)
        return (
            code < 0x20 or 0x7F <= code <= 0x9F or code in (0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF)
            or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x206F or 0xFFF9 <= code <= 0xFFFB
            or 0xE0000 <= code <= 0xE007F
        )  # fmt: skip

    return "".join(f"\\u{{{ord(c):X}}}" if deceptive(c) else c for c in name).replace("##[", "##\\[")


def groups(job: dict) -> dict[str, int]:
    """How many of a job's differences belong into which part of a report; a whole job is none in one of them."""
    changes, action, origin = job["changes"], job["action"], job.get("origin")
    if changes:
        counts: dict[str, int] = {}
        for change in changes:
            group = change.get("origin") or ("uncounted" if action == "unchanged" else "change")
            counts[group] = counts.get(group, 0) + 1
        return counts
    if origin == "conflict":
        return {"conflict": 0}
    if action == "create":
        return {"drift" if origin == "drift" else "change": 0}
    return {}


def check(path: pathlib.Path) -> list[str]:
    markdown = path.read_text()
    plan = json.loads(path.with_suffix(".json").read_text())
    page = Page(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))
    problems = page.problems
    for character in markdown:
        if character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") and character != "\ufe0f":
            problems.append(f"control character {character!r}")
    problems += [f"workflow command: {line!r}" for line in markdown.splitlines() if line.lstrip().startswith("::")]
    problems += ["workflow command: ##["] if "##[" in markdown else []

    marker = re.fullmatch(r" jobdrift (\{.*\}) ", page.comments[0]) if len(page.comments) == 1 else None
    if marker is None:
        return problems + [f"comments {page.comments}"]
    state = json.loads(marker[1])
    if state["digest"] != plan["digest"] or state["workspace"] != plan["scope"].get("workspace"):
        problems.append(f"marker {state}")
    if path.name.startswith("generated-") and state["label"] != "--> @team `|":
        problems.append(f"label {state['label']!r}")

    diffs = [text for language, text in page.blocks if language == "diff"]
    for line in (line for text in diffs for line in text.splitlines()):
        if not re.match(r"[-+!#=] |    next runs ", line):
            problems.append(f"line of a comparison {line!r}")
    if any(cells != 4 for cells in page.rows):
        problems.append(f"cells of rows {page.rows}")
    if page.headed not in (0, 4):
        problems.append("more than one table")
    if state["truncated"]:
        return problems

    rows = sum("change" in groups(job) for job in plan["jobs"])
    if len(page.rows) != (rows + 1 if rows else 0):
        problems.append(f"{len(page.rows)} rows for {rows} jobs")
    fenced = sum(count > 0 for job in plan["jobs"] for count in groups(job).values())
    lines = sum(count for job in plan["jobs"] for count in groups(job).values())
    found = sum(not line.startswith("    next runs") for text in diffs for line in text.splitlines())
    if (len(diffs), found) != (fenced, lines):
        problems.append(f"{len(diffs)} comparisons with {found} lines, not {fenced} with {lines}")
    for job in plan["jobs"]:
        name = shown(job["name"])
        names = [code.removesuffix("…") for code in page.codes]
        if job["action"] != "unchanged" and not any(name == code or len(code) > 10 and name.startswith(code) for code in names):
            problems.append(f"no job {name!r}")
    return problems


def main() -> int:
    paths = [pathlib.Path(name) for name in sys.argv[1:]]
    failures = {path.name: problems for path in paths if (problems := check(path))}
    for name, problems in failures.items():
        for problem in problems[:20]:
            print(f"{name}: {problem}", file=sys.stderr)
    if failures or not paths:
        return 1
    print(f"{len(paths)} reports: all texts from outside are code")
    return 0


sys.exit(main())
