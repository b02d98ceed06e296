"""Plans of pull requests from branches of the repository."""

import hashlib
import json

import hub
from workflows import Workflows
from world import FORK, NIGHTLY, live, spec


class PullRequest(Workflows):
    """pull-request.yml"""

    def plan(self, event):
        _, jobs = self.world.run("pull-request.yml", event)
        return jobs

    def test_a_change_is_commented_on_once_and_the_comment_follows_it(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)})
        jobs = self.plan(event)
        self.check_job(jobs["plan"], "success")
        outputs = jobs["plan"].step("actions/jobdrift").outputs
        self.assertEqual((outputs["verdict"], outputs["exit_code"], outputs["update"]), ("differences", "0", "1"))
        self.assertEqual((outputs["changes"], outputs["conflicts"], outputs["errors"]), ("true", "0", "0"))
        (comment,) = self.world.comments
        self.assertEqual(comment["number"], 1)
        self.assertEqual(self.marker(comment["body"])["label"], "acme")
        self.assertIn("4096", comment["body"])
        self.assertIn("https://github.example/acme/batch/actions/runs/", comment["body"])
        self.assertNotEqual(jobs["plan"].summary, "")

        self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 8192)}, number=1))
        (updated,) = self.world.comments
        self.assertEqual(updated["id"], comment["id"])
        self.assertIn("8192", updated["body"])
        self.assertNotIn("4096", updated["body"])
        self.assertEqual(self.world.refusals, [])

    def test_a_change_fails_where_that_is_chosen(self):
        self.replace_on_main(".github/workflows/pull-request.yml", "fail-on: conflict", "fail-on: change")
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.check_job(jobs["plan"], "failure")
        self.assertEqual(jobs["plan"].step("actions/jobdrift").status, 2)
        self.assertEqual(len(self.world.comments), 1)

    def test_what_collides_fails(self):
        self.world.serve(live("nightly", 1024), live("report", 1024))
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.check_job(jobs["plan"], "failure")
        step = jobs["plan"].step("actions/jobdrift")
        self.assertEqual((step.status, step.outputs["exit_code"], step.outputs["conflicts"]), (2, "2", "1"))
        self.assertEqual(len(self.world.comments), 1)
        self.check_job(jobs["code-scanning"], "success")

    def test_drift_elsewhere_does_not_fail(self):
        self.world.serve(live("nightly", 2048), live("report", 4096))
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.check_job(jobs["plan"], "success")
        self.assertEqual(jobs["plan"].step("actions/jobdrift").outputs["drift"], "1")

    def test_without_a_difference_all_is_clean(self):
        jobs = self.plan(self.world.pull_request({"jobs/README.md": "Our jobs.\n"}))
        self.check_job(jobs["plan"], "success")
        self.assertEqual(jobs["plan"].step("actions/jobdrift").outputs["verdict"], "clean")
        self.assertEqual(len(self.world.comments), 1)

    def test_results_reach_code_scanning_under_the_label(self):
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.check_job(jobs["code-scanning"], "success")
        self.assertEqual(self.world.sarif, ["jobdrift/acme/"])

    def test_an_invalid_spec_fails_with_3_and_is_commented_on(self):
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", "[1, 2")}))
        self.check_job(jobs["plan"], "failure")
        step = jobs["plan"].step("actions/jobdrift")
        self.assertEqual((step.status, step.outputs["verdict"]), (3, "invalid"))
        self.assertEqual(len(self.world.comments), 1)
        self.check_job(jobs["code-scanning"], "success")

    def test_without_the_api_it_fails_with_1(self):
        self.world.stop()
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.check_job(jobs["plan"], "failure")
        step = jobs["plan"].step("actions/jobdrift")
        self.assertEqual((step.status, step.outputs["verdict"]), (1, "error"))
        self.assertEqual(len(self.world.comments), 1)

    def test_only_complete_comparisons_and_invalid_specs_reach_code_scanning(self):
        workflow = ".github/workflows/pull-request.yml"
        text = (self.world.author / workflow).read_text(encoding="utf-8")
        agreed, other = {"jobs/README.md": "Our jobs.\n"}, {NIGHTLY: spec("nightly", 4096)}
        for status, files, result in [
            (0, agreed, "success"),
            (2, other | {workflow: text.replace("fail-on: conflict", "fail-on: change")}, "success"),
            (3, {NIGHTLY: spec("nightly", "[1, 2")}, "success"),
            (64, other | {workflow: text.replace("fail-on: conflict", "fail-on: conflicts")}, "skipped"),
            (1, other, "skipped"),
        ]:
            with self.subTest(status):
                if status == 1:
                    self.world.stop()
                self.world.sarif.clear()
                jobs = self.plan(self.world.pull_request(files))
                self.assertEqual(jobs["plan"].step("actions/jobdrift").status, status)
                self.check_job(jobs["code-scanning"], result)
                self.assertEqual(len(self.world.sarif), 1 if result == "success" else 0)

    def test_without_the_key_it_fails_with_1(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)})
        event.secrets = {}
        jobs = self.plan(event)
        self.assertEqual(jobs["plan"].step("actions/jobdrift").status, 1)

    def test_wrong_arguments_fail_with_64_and_replace_an_old_comment(self):
        self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        workflow = ".github/workflows/pull-request.yml"
        text = (self.world.author / workflow).read_text(encoding="utf-8")
        change = {workflow: text.replace("fail-on: conflict", "fail-on: conflicts")}
        jobs = self.plan(self.world.pull_request(change, number=1))
        self.check_job(jobs["plan"], "failure")
        self.assertEqual(jobs["plan"].step("actions/jobdrift").status, 64)
        self.check_job(jobs["code-scanning"], "skipped")
        (comment,) = self.world.comments
        self.assertIn("No plan could be made", comment["body"])
        self.assertNotIn("4096", comment["body"])
        self.assertEqual(self.marker(comment["body"]), {"v": 1, "label": "acme"})

    def test_a_program_that_is_not_the_pinned_one_never_runs(self):
        self.world.script(self.world.asset, "touch ran")
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.check_job(jobs["plan"], "failure")
        self.assertEqual(jobs["plan"].step("actions/jobdrift").result, "skipped")
        self.assertIn("No plan could be made", self.world.comments[0]["body"])

    def test_without_a_pin_nothing_is_installed(self):
        self.world.pin("")
        self.world.change_main({})
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.check_job(jobs["plan"], "failure")
        self.assertIn("jobdrift is not pinned", jobs["plan"].log)

    def test_comments_of_others_are_left_alone(self):
        body = '<!-- jobdrift {"v":1,"label":"acme"} -->\nmine'
        with self.world.hub as things:
            for login, text in [("stranger", body), (hub.BOT, body.replace("acme", "other")), (hub.BOT, "hello")]:
                things.add("comments", {"number": 1, "user": {"login": login}, "body": text})
        self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        bodies = [comment["body"] for comment in self.world.comments]
        self.assertEqual(bodies[:3], [body, body.replace("acme", "other"), "hello"])
        self.assertEqual(len(bodies), 4)

        # Its own is not on the first page of comments.
        self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 8192)}, number=1))
        self.assertEqual(len(self.world.comments), 4)

    def test_a_plan_that_is_too_long_is_said_to_be(self):
        # What Markdown it writes is all that this program knows of being jobdrift.
        line = """for argument; do case $argument in markdown=*) yes long | head -c 70000 >"${argument#*=}" ;; esac; done; exit 2"""
        self.world.script(self.world.asset, line)
        self.world.pin(hashlib.sha256(self.world.asset.read_bytes()).hexdigest())
        self.world.change_main({})
        self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        (comment,) = self.world.comments
        self.assertIn("too long for a comment", comment["body"])

    def test_no_label_ends_the_hidden_line(self):
        label = "a --> @b"
        workflow = ".github/workflows/pull-request.yml"
        self.replace_on_main(workflow, "LABEL: acme\n", f"LABEL: {json.dumps(label)}\n")
        self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        text = (self.world.author / workflow).read_text(encoding="utf-8")
        change = {workflow: text.replace("fail-on: conflict", "fail-on: conflicts")}
        bodies = [self.world.comments[0]["body"]]
        self.plan(self.world.pull_request(change, number=1))
        bodies += [comment["body"] for comment in self.world.comments]
        self.assertEqual(len(bodies), 2)
        for body in bodies:
            self.assertEqual(self.marker(body)["label"], label)
            self.assertEqual(body.split("\n")[0].count("--"), 2)

    def test_names_of_branches_are_no_commands(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)})
        name = "main$(touch${IFS}pwned)`touch${IFS}pwned`;touch${IFS}pwned"
        self.world.git("push", "--quiet", "origin", f"main:refs/heads/{name}")
        event.base_ref = name
        jobs = self.plan(event)
        self.check_job(jobs["plan"], "success")
        self.assertEqual(list(self.world.folder.rglob("pwned")), [])

    def test_files_of_the_branch_are_no_reports(self):
        planted = dict.fromkeys(["plan.md", "plan.sarif", "jobs/plan.md"], "planted")
        jobs = self.plan(self.world.pull_request(planted | {NIGHTLY: spec("nightly", "[1, 2")}))
        self.check_job(jobs["plan"], "failure")
        self.assertNotIn("planted", self.world.comments[0]["body"])

    def test_pull_requests_of_forks_are_left_to_the_others(self):
        jobs = self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK))
        self.assertEqual({job.result for job in jobs.values()}, {"skipped"})
