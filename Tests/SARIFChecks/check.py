"""Holds SARIF logs against the schema of SARIF 2.1.0, and against what GitHub's code scanning asks for beyond it.

usage: check.py SCHEMA LOG…

The schema comes with the package sarif-om 1.0.4, whose licence lies beside it. What GitHub asks for is on its page "SARIF
support for code scanning".
"""

import json
import sys
from urllib.parse import unquote, urlsplit

from jsonschema import FormatChecker
from jsonschema.validators import validator_for

DRIVER_MEMBERS = {"name", "semanticVersion", "rules"}
RULE_TEXTS = {"shortDescription": 1024, "fullDescription": 1024, "help": None}
LEVELS = ["error", "warning", "note"]
PRECISIONS = {"very-high", "high", "medium", "low"}
MOST_RESULTS = 5000
MOST_BYTES = 10 << 20


def empty_strings(value, path="$"):
    """The places of empty texts, which GitHub takes for missing."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from empty_strings(member, f"{path}.{name}")
    elif isinstance(value, list):
        for position, element in enumerate(value):
            yield from empty_strings(element, f"{path}[{position}]")
    elif value == "":
        yield path


def rule_faults(rule):
    for name, limit in RULE_TEXTS.items():
        text = rule.get(name, {}).get("text", "")
        if not text:
            yield f"rule {rule['id']} has no {name}"
        if limit and len(text) > limit:
            yield f"rule {rule['id']} has a {name} of {len(text)} characters"
    if rule["defaultConfiguration"]["level"] not in LEVELS:
        yield f"rule {rule['id']} has an unknown level"
    properties = rule["properties"]
    if not 0 < len(properties["tags"]) <= 10 or properties["precision"] not in PRECISIONS:
        yield f"rule {rule['id']} has no usable tags or precision"
    if "security-severity" in properties:
        yield f"rule {rule['id']} makes a security alert"


def location_faults(result):
    locations = result.get("locations", [])
    if len(locations) != 1:
        yield f"a result has {len(locations)} locations"
        return
    place = locations[0]["physicalLocation"]
    uri = place["artifactLocation"]["uri"]
    parts = urlsplit(uri)
    if parts.scheme not in ("", "file") or parts.query or parts.fragment or uri.startswith("/"):
        yield f"{uri!r} is no reference from the top of a repository"
    try:
        unquote(uri, errors="strict")
    except UnicodeDecodeError:
        yield f"{uri!r} does not stand for UTF-8"
    region = place["region"]
    if set(region) != {"startLine", "startColumn", "endLine", "endColumn"} or min(region.values()) < 1:
        yield f"the region {region} is not whole"
    elif (region["startLine"], region["startColumn"]) > (region["endLine"], region["endColumn"]):
        yield f"the region {region} ends before it begins"


def run_faults(run):
    driver = run["tool"]["driver"]
    if not DRIVER_MEMBERS <= set(driver):
        yield f"the driver has only {sorted(driver)}"
    rules = [rule["id"] for rule in driver["rules"]]
    if len(rules) != len(set(rules)):
        yield "two rules have one name"
    for rule in driver["rules"] + driver.get("notifications", []):
        yield from rule_faults(rule)
    if run["columnKind"] != "unicodeCodePoints":
        yield "columns are not said to be code points"
    if not run["automationDetails"]["id"].startswith("jobdrift/") or run["automationDetails"]["id"][-1] != "/":
        yield "the run is of no category"
    if len(run["results"]) > MOST_RESULTS:
        yield f"there are {len(run['results'])} results"
    levels = [LEVELS.index(result["level"]) for result in run["results"]]
    if levels != sorted(levels):
        yield "a result is worse than one before it"
    fingerprints = [result["partialFingerprints"] for result in run["results"]]
    if any(set(fingerprint) != {"jobdrift/v1"} for fingerprint in fingerprints):
        yield "a result has fingerprints of others"
    if len({fingerprint["jobdrift/v1"] for fingerprint in fingerprints}) != len(fingerprints):
        yield "two results have one fingerprint"
    for result in run["results"]:
        if rules[result["ruleIndex"]] != result["ruleId"]:
            yield f"a result points at a rule other than {result['ruleId']}"
        if not result["message"]["text"].strip():
            yield "a result says nothing"
        yield from location_faults(result)


def faults(text, validator):
    if len(text) > MOST_BYTES:
        yield f"it has {len(text)} bytes"
    log = json.loads(text)
    for error in validator.iter_errors(log):
        yield f"{error.json_path}: {error.message[:200]}"
    for path in empty_strings(log):
        yield f"{path} is empty"
    if log["version"] != "2.1.0" or len(log["runs"]) != 1:
        yield "it is no log of one run"
    for run in log["runs"]:
        yield from run_faults(run)


def main(schema_path, *paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    validator = validator_for(schema)(schema, format_checker=FormatChecker())
    found = 0
    for path in paths:
        with open(path, "rb") as file:
            text = file.read()
        for fault in faults(text, validator):
            print(f"{path}: {fault}")
            found += 1
    if not paths:
        sys.exit("SARIFChecks: there is nothing to check")
    if found:
        sys.exit(f"SARIFChecks: {found} faults in {len(paths)} logs")
    print(f"SARIFChecks: {len(paths)} logs fit the schema and GitHub's rules")


main(*sys.argv[1:])
