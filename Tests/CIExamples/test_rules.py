"""The files keep the rules, and the rules find what breaks them."""

import copy
import subprocess
import tempfile
import unittest
from pathlib import Path, PurePosixPath

import examples
import rules
from expressions import ExpressionError, condition, evaluate, interpolate

FILES = examples.WORKFLOWS + examples.ACTIONS


class Files(unittest.TestCase):
    """What is true of every file."""

    def test_there_are_files(self):
        self.assertEqual((len(examples.WORKFLOWS), len(examples.ACTIONS)), (5, 3))

    def test_they_keep_the_rules(self):
        for file in FILES:
            with self.subTest(file=file.name):
                found = rules.findings(file.name, examples.load(file), file.read_text(encoding="utf-8"))
                self.assertEqual(found, [])

    def test_each_says_where_it_belongs(self):
        places = [examples.place(file) for file in FILES]
        self.assertEqual(len(set(places)), len(FILES))

    def test_what_they_call_each_other_is_what_they_are_called(self):
        workflows = {file.name: examples.load(file) for file in examples.WORKFLOWS}
        self.assertEqual(
            workflows["fork-comment.yml"]["on"]["workflow_run"]["workflows"], [workflows["fork-plan.yml"]["name"]]
        )
        download = next(step["run"] for step in workflows["fork-plan.yml"]["jobs"]["plan"]["steps"] if "run" in step)
        self.assertIn("/workflows/scheduled-snapshot.yml/", download)
        self.assertIn(f"'{workflows['scheduled-snapshot.yml']['name']}'", download)
        self.assertEqual(len({value["name"] for value in workflows.values()}), len(workflows))
        actions = {"./" + str(PurePosixPath(examples.place(file)).parent) for file in examples.ACTIONS}
        used = {step["uses"] for value in workflows.values() for step, _ in examples.steps(value) if "uses" in step}
        self.assertEqual({name for name in used if name.startswith("./")}, actions)

    def test_plans_of_pull_requests_start_with_the_specs_they_read(self):
        for name in ["pull-request.yml", "fork-plan.yml"]:
            with self.subTest(name):
                value = examples.load(examples.FOLDER / "workflows" / name)
                (plan,) = [step for step, _ in examples.steps(value) if step.get("id") == "plan"]
                self.assertIn(plan["with"]["paths"] + "/**", value["on"]["pull_request"]["paths"])

    def test_shellcheck_finds_nothing_in_their_scripts(self):
        for file in FILES:
            for number, (script, shell) in enumerate(examples.scripts(file)):
                with self.subTest(file=file.name, script=number), tempfile.TemporaryDirectory() as folder:
                    copied = Path(folder) / "script.sh"
                    copied.write_text(f"#!/usr/bin/env {shell}\nset -eo pipefail\n{script}", encoding="utf-8")
                    done = subprocess.run(["shellcheck", copied], capture_output=True, text=True, check=False)
                    self.assertEqual(done.stdout + done.stderr, "")


class Mutations(unittest.TestCase):
    """A file that is changed for the worse breaks a rule."""

    def check(self, name, change, expected):
        file = examples.FOLDER / "workflows" / name
        value = copy.deepcopy(examples.load(file))
        change(value)
        found = rules.findings(name, value, file.read_text(encoding="utf-8"))
        self.assertTrue(any(expected in finding for finding in found), found)

    def test_an_expression_in_a_script(self):
        def change(value):
            value["jobs"]["plan"]["steps"].append({"run": "echo ${{ github.head_ref }}"})

        self.check("pull-request.yml", change, "an expression in a script")

    def test_another_shell(self):
        self.check("fork-plan.yml", lambda value: value.pop("defaults"), "without 'shell: bash'")

    def test_an_action_by_its_tag(self):
        def change(value):
            value["jobs"]["plan"]["steps"][0]["uses"] = "actions/checkout@v6"

        self.check("pull-request.yml", change, "not pinned")

    def test_an_action_of_others(self):
        def change(value):
            value["jobs"]["plan"]["steps"][0]["uses"] = "someone/checkout@" + "0" * 40

        self.check("pull-request.yml", change, "not of GitHub")

    def test_a_commit_without_its_version(self):
        def change(value):
            value["jobs"]["plan"]["steps"][0]["uses"] = "actions/checkout@" + "0" * 40

        self.check("pull-request.yml", change, "which version")

    def test_a_token_that_stays(self):
        self.check("fork-plan.yml", lambda value: value["jobs"]["plan"]["steps"][0].pop("with"), "leaves the token")

    def test_errors_as_success(self):
        def change(value):
            value["jobs"]["plan"]["steps"][2]["continue-on-error"] = True

        self.check("pull-request.yml", change, "turns errors into success")

    def test_a_trigger_with_the_rights_of_the_target(self):
        def change(value):
            value["on"]["pull_request_target"] = {}

        self.check("fork-plan.yml", change, "pull_request_target")

    def test_permissions_for_all_jobs(self):
        self.check("fork-plan.yml", lambda value: value.update(permissions="write-all"), "permissions at the top")

    def test_a_permission_too_many(self):
        def change(value):
            value["jobs"]["plan"]["permissions"]["pull-requests"] = "write"

        self.check("fork-plan.yml", change, "may write")

    def test_a_job_without_permissions(self):
        self.check("fork-plan.yml", lambda value: value["jobs"]["plan"].pop("permissions"), "does not say")

    def test_a_secret_for_forks(self):
        def change(value):
            value["jobs"]["plan"]["steps"][-1]["env"] = {"KEY": "${{ secrets.BL_API_KEY }}"}

        self.check("fork-plan.yml", change, "gets the secrets")

    def test_a_secret_for_all_jobs(self):
        self.check("fork-plan.yml", lambda value: value.update(env={"K": "${{ secrets.K }}"}), "outside of jobs")

    def test_all_secrets_at_once(self):
        def change(value):
            value["jobs"]["plan"]["env"] = {"ALL": "${{ toJSON(secrets) }}"}

        self.check("fork-plan.yml", change, "without their names")

    def test_a_checkout_of_the_fork_with_rights_to_write(self):
        def change(value):
            value["jobs"]["comment"]["steps"][0]["with"]["ref"] = "${{ github.event.workflow_run.head_sha }}"

        self.check("fork-comment.yml", change, "something else than the default branch")


class Expressions(unittest.TestCase):
    """The language of `${{ }}`, as far as it is known here."""

    contexts = {"github": {"a": "X", "none": None}, "steps": {"plan-it": {"outputs": {"b": ""}}}}

    def test_values(self):
        for text, expected in [
            ("'it''s'", "it's"),
            ("github.a == 'x'", True),
            ("github.none == ''", True),
            ("steps.plan-it.outputs.b != '' || github.a", "X"),
            ("!(github.a == 'x' && github.none)", True),
        ]:
            with self.subTest(text=text):
                self.assertEqual(evaluate(text, self.contexts), expected)

    def test_texts(self):
        self.assertEqual(interpolate("a ${{ github.a }}${{ github.none }}b", self.contexts), "a Xb")

    def test_conditions_ask_for_success_unless_they_ask_for_the_status(self):
        functions = {"success": lambda: False, "cancelled": lambda: False}
        self.assertFalse(condition("github.a == 'x'", self.contexts, functions))
        self.assertTrue(condition("${{ !cancelled() && github.a == 'x' }}", self.contexts, functions))

    def test_what_is_not_known_is_an_error(self):
        unknown = ["github.b", "secrets.KEY", "hashFiles('x')", "github.none == '0'"]
        for text in [*unknown, "github.a ==", "(github.a", "github.a 'x'", "1 < 2"]:
            with self.subTest(text=text), self.assertRaises(ExpressionError):
                evaluate(text, self.contexts)


if __name__ == "__main__":
    unittest.main()
