"""Has jobdrift's reader and ruamel.yaml read the same random YAML texts, and compares what they make of them.

usage: compare.py YAMLAsJSON COUNT [SEED]

Where jobdrift is stricter than YAML 1.2, or one of the two is known not to follow it, a rule below says so. Everything
else must agree: both refuse a text, or both read the same values.
"""

import collections
import json
import re
import subprocess
import sys
import warnings
from decimal import Decimal

import ruamel.yaml
from documents import document
from ruamel.yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent
from ruamel.yaml.events import SequenceStartEvent

# What the plain scalars look like that jobdrift refuses, since `bl` reads them differently or JSON cannot carry them.
LEADING_ZERO = r"[-+]?0[0-9]+"
OTHER_BASE = r"[-+]?0[bB][01]+|[-+]?0X[0-9a-fA-F]+|[-+]?0O[0-7]+|[-+]0x[0-9a-fA-F]+|[-+]0o[0-7]+"
DATE = r"\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])([Tt ].*)?"
NUMBER = r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0x[0-9a-fA-F]+|0o[0-7]+"
NOT_FINITE = r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
# How many texts are shown of each kind of difference, the shortest ones.
SHOWN = 3
NUMBER_TAGS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
CORE_TAGS = NUMBER_TAGS | {"tag:yaml.org,2002:" + name for name in ("null", "bool", "str", "seq", "map")}


def is_number_elsewhere(text):
    """Whether go-yaml takes a plain scalar for a number that it is not by the core schema."""
    if re.fullmatch(LEADING_ZERO + "|" + OTHER_BASE, text):
        return True
    bare = text.replace("_", "")
    if "_" in text and re.match("[-+0-9]", text) and re.fullmatch("|".join([LEADING_ZERO, OTHER_BASE, NUMBER]), bare):
        return True
    if re.fullmatch(r"[-+]?\d+", text):
        return not -(2**63) <= int(text) < 2**64
    if re.fullmatch(r"0x[0-9a-fA-F]+|0o[0-7]+", text):
        return int(text, 0) >= 2**64
    if re.fullmatch(NUMBER, text):
        return abs(float(text)) == float("inf") or (float(text) == 0 and re.search("[1-9]", re.split("[eE]", text)[0]))
    return False


def is_date_elsewhere(text):
    """Whether go-yaml takes a plain scalar for a date, or a date and time."""
    match = re.fullmatch(DATE, text)
    if not match:
        return False
    time = r"([01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d([.,]\d+)?"
    return re.fullmatch(rf"[Tt]{time}(Z|[-+]\d\d:\d\d)| {time}|", match.group(3) or "") is not None


class Reading:
    """What ruamel.yaml makes of a text: its documents, or the problem; and what stands in it, as far as it got."""

    def __init__(self, text):
        self.documents = self.problem = None
        self.plain, self.tags = [], set()
        self.has_odd_keys = self.has_merges = self.has_block_root = False
        try:
            self.scan(ruamel.yaml.YAML(typ="safe", pure=True).parse(text))
        except Exception:
            pass  # Loading fails at the same place.
        try:
            self.documents = list(ruamel.yaml.YAML(typ="safe", pure=True).load_all(text))
        except Exception as problem:
            words = getattr(problem, "problem", None) or f"{type(problem).__name__}: {problem}"
            self.problem = words.splitlines()[0]

    def refuses(self, problem):
        """Whether ruamel refuses the text for this."""
        return self.problem is not None and problem in self.problem

    def scan(self, events):
        # Of each open collection, whether its next node is a key; nil for lists.
        open_ = []
        for event in events:
            is_key = bool(open_) and open_[-1] is True
            if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                open_.pop()
                continue
            if not isinstance(event, (AliasEvent, ScalarEvent, MappingStartEvent, SequenceStartEvent)):
                continue
            if open_ and open_[-1] is not None:
                open_[-1] = not open_[-1]
            tag = getattr(event, "tag", None) and str(event.tag)
            if tag:
                self.tags.add(tag)
            if isinstance(event, ScalarEvent):
                self.has_block_root |= not open_ and event.style is not None and event.style in "|>"
                if event.style is None and tag != "tag:yaml.org,2002:str" or tag in NUMBER_TAGS:
                    self.plain.append(event.value)
                    self.has_merges |= is_key and event.value == "<<"
                self.has_odd_keys |= is_key and not self.is_string(event, tag)
            else:
                self.has_odd_keys |= is_key
            if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                open_.append(True if isinstance(event, MappingStartEvent) else None)

    @staticmethod
    def is_string(event, tag):
        if tag:
            return tag == "tag:yaml.org,2002:str"
        words = r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
        return event.style is not None or not re.fullmatch("|".join([words, NUMBER]), event.value)


# jobdrift refuses on purpose: the code, and what must stand in the text for it. The reader's tests have each in detail.
STRICTER = {
    "ambiguous-scalar": lambda text, read: any(is_number_elsewhere(s) or is_date_elsewhere(s) for s in read.plain),
    "value-out-of-range": lambda text, read: any(re.fullmatch(NOT_FINITE, s) for s in read.plain),
    # YAML allows keys of any kind; JSON, and so the API, has strings.
    "non-string-key": lambda text, read: read.has_odd_keys,
    # To ruamel, `1` and `'1'` are two keys, and where maps are merged it drops duplicates.
    "duplicate-key": lambda text, read: read.has_odd_keys or read.has_merges,
    # ruamel takes `!!!str` for `!!str`.
    "unknown-tag": lambda text, read: bool(read.tags - CORE_TAGS or read.tags and "!!!" in text),
    # ruamel takes whatever has the tag for it: `!!null x` is null.
    "wrong-tag": lambda text, read: bool(read.tags & CORE_TAGS),
    # ruamel makes a list that holds itself.
    "recursive-alias": lambda text, read: "*" in text,
    "unsupported-directive": lambda text, read: re.search(r"(?m)^%(?!YAML 1\.2\s)", text) is not None,
    # ruamel drops an odd `<<`.
    "invalid-merge": lambda text, read: read.has_merges,
}

# Of these, jobdrift refuses every one.
ALWAYS_STRICTER = ["ambiguous-scalar", "value-out-of-range", "non-string-key", "unknown-tag"]

# Where the two parsers differ: libyaml, and with it the one of `bl`, keeps to YAML 1.1 in some corners, and ruamel does
# not follow YAML 1.2 in others. Each rule is a sentence and what must hold of our answer and of ruamel's reading.
PARSERS = {
    "ruamel refuses tabs where YAML allows them": lambda text, ours, read: (
        not ours["codes"] and (read.refuses(r"'\t'") or read.problem and re.search(r"\S[ \t]*\t[ \t]*\S", text))
    ),
    "ruamel refuses a blank line with spaces before a block scalar": lambda text, ours, read: (
        not ours["codes"] and read.refuses("more indented follow up line than first in a block scalar")
    ),
    "ruamel takes a plain '=' or '<<' for more than a string": lambda text, ours, read: (
        not ours["codes"]
        and {"=", "<<"} & set(read.plain)
        and read.refuses("could not determine a constructor for the tag")
    ),
    "ruamel takes for a date what is none": lambda text, ours, read: (
        not ours["codes"]
        and read.refuses("ValueError:")
        and any(re.match(r"\d{4}-\d", scalar) for scalar in read.plain)
    ),
    "ruamel takes for a date what go-yaml does not": lambda text, ours, read: (
        not ours["codes"] and any(re.fullmatch(r"\d{4}-\d\d?-\d\d?[Tt \t].*", scalar) for scalar in read.plain)
    ),
    "ruamel takes for text a fraction such as '.5e3'": lambda text, ours, read: (
        not ours["codes"] and any(re.fullmatch(r"[-+]?\.\d+[eE]\d+", scalar) for scalar in read.plain)
    ),
    "ruamel refuses '!!float' before hexadecimal and octal digits": lambda text, ours, read: (
        not ours["codes"] and read.refuses("could not convert string to float")
    ),
    "ruamel refuses a second '...' behind a document": lambda text, ours, read: (
        not ours["codes"]
        and read.refuses("but found '<document end>'")
        and re.search(r"(?m)^\.\.\.\s+\.\.\.", text)
    ),
    "ruamel takes a plain word that begins with '_' for a number": lambda text, ours, read: (
        not ours["codes"] and any(re.fullmatch(r"_[_0-9]*", scalar) for scalar in read.plain)
    ),
    "libyaml refuses a surrogate that is escaped": lambda text, ours, read: (
        ours["codes"][-1:] == ["yaml-syntax"] and re.search(r"(?i)\\ud[89a-f]", text)
    ),
    "libyaml refuses a block scalar whose first character is a tab": lambda text, ours, read: (
        ours["codes"][-1:] == ["yaml-syntax"]
        and re.search(r"[|>][-+0-9]*[ \t]*(#.*)?\r?\n([ \t]*\r?\n)* *\t", text)
    ),
    "libyaml reads no content in column 0 of a block scalar that is a whole document": lambda text, ours, read: (
        read.has_block_root and re.search(r"[|>][-+0-9]*[ \t]*(#.*)?\r?\n(\s*[\n\r])?\S", text)
    ),
    "libyaml takes a '#' right behind '|' or '>' for a comment": lambda text, ours, read: (
        not ours["codes"] and read.refuses("expected chomping or indentation indicators, but found '#'")
    ),
    "libyaml takes a ':' without a space behind it for a mark, between brackets": lambda text, ours, read: (
        re.search(r"[\[{]", text) and re.search(r"[\s,\[{\"']:\S|:[,\]}]", text)
    ),
    "libyaml refuses an empty key without a '?'": lambda text, ours, read: (
        read.has_odd_keys
        and ours["codes"][-1:] == ["yaml-syntax"]
        and re.search(r"([{,\n\r-]|^)\s*(#.*\s*)?:(\s|$)", text)
    ),
    "libyaml refuses a document behind '...' that has no '---'": lambda text, ours, read: (
        ours["codes"][-1:] == ["yaml-syntax"] and re.search(r"(?m)^\.\.\.\s", text) and len(read.documents) > 1
    ),
    "libyaml refuses a directive that it does not know": lambda text, ours, read: (
        ours["codes"][-1:] == ["yaml-syntax"] and re.search(r"(?m)^%(?!YAML 1\.2\s)", text)
    ),
    "libyaml has letters, digits, '-' and '_' only in the names of anchors": lambda text, ours, read: (
        re.search(r"[&*][-\w]*[^-\w\s,\]}]", text, re.ASCII)
    ),
}


def is_same(ours, theirs):
    """Whether a value read from JSON is the one of ruamel."""
    if isinstance(theirs, bool) or isinstance(ours, bool) or theirs is None or ours is None:
        return theirs is ours
    if isinstance(theirs, float):
        return isinstance(ours, (int, Decimal)) and float(ours) == theirs
    if isinstance(theirs, int):
        return isinstance(ours, (int, Decimal)) and ours == theirs
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(is_same, ours, theirs))
    if isinstance(theirs, dict):
        if not isinstance(ours, dict) or ours.keys() != theirs.keys():
            return False
        return all(is_same(value, theirs[key]) for key, value in ours.items())
    return isinstance(theirs, str) and ours == theirs


def judge(text, ours, read):
    """What to count the text as, and whether it is a difference that no rule allows."""
    codes = set(ours["codes"])
    unexplained = sorted(code for code in codes if code not in STRICTER or not STRICTER[code](text, read))
    missing = [code for code in ALWAYS_STRICTER if code not in codes and STRICTER[code](text, read)]
    if codes and read.problem:
        return "both refuse", False
    if codes and not unexplained:
        return "stricter: " + ", ".join(sorted(codes)), False
    if not codes and not missing and not read.problem and is_same(ours["documents"], read.documents):
        return "both read the same", False
    for name, rule in PARSERS.items():
        if rule(text, ours, read):
            return f"parsers: {name}", False
    if codes:
        return f"refused as {', '.join(unexplained)}, and read by ruamel", True
    if missing:
        return f"not refused as {', '.join(missing)}", True
    return (f"read, and refused by ruamel: {read.problem}" if read.problem else "read differently"), True


def main():
    program, count, first = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    warnings.simplefilter("ignore")
    texts = [document(seed) for seed in range(first, first + count)]
    lines = "".join(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
    answers = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    answers = [json.loads(line, parse_float=Decimal) for line in answers.splitlines()]
    if len(answers) != count:
        sys.exit(f"YAMLDifferential: {len(answers)} answers to {count} texts")

    counts, differences = collections.Counter(), collections.defaultdict(list)
    for seed, (text, ours) in enumerate(zip(texts, answers), first):
        read = Reading(text)
        verdict, is_difference = judge(text, ours, read)
        counts[verdict] += 1
        if is_difference:
            differences[verdict].append((len(text), seed, text, ours, read.documents))
    for verdict, number in counts.most_common():
        print(f"{number:7}  {verdict}")
    for verdict, cases in differences.items():
        for _, seed, text, ours, theirs in sorted(cases, key=lambda case: case[:2])[:SHOWN]:
            print(f"\ntext {seed}: {verdict}\n  {text!r}\n  jobdrift: {ours}\n  ruamel: {theirs}", file=sys.stderr)
    if differences:
        sys.exit("YAMLDifferential: the readers differ")
    if counts["both read the same"] < count // 4:
        sys.exit("YAMLDifferential: too few of the texts are YAML")


main()
