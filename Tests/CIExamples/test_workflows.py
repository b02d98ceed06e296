"""The example workflows, run as GitHub runs them. JOBDRIFT_PROGRAMS is the folder with jobdrift and blaxel-standin."""

import hashlib
import json
import os
import unittest
import zipfile

import hub
from world import FORK, World, live, spec

NIGHTLY = "jobs/nightly.yaml"
REPORT = "jobs/report.yaml"
SPECS = {NIGHTLY: spec("nightly", 2048), REPORT: spec("report", 1024)}
LIVE = [live("nightly", 2048), live("report", 1024)]


class Workflows(unittest.TestCase):
    """A world for each test, in which Git and the workspace agree."""

    def setUp(self):
        self.world = World(os.environ["JOBDRIFT_PROGRAMS"])
        self.addCleanup(self.world.close)
        self.world.start(SPECS)
        self.world.serve(*LIVE)

    def check_job(self, job, result):
        """The job ends like that, or its log is shown."""
        self.assertEqual(job.result, result, job.log)

    def marker(self, body):
        """What the hidden line of a body says."""
        first = body.split("\n", 1)[0]
        self.assertTrue(first.startswith("<!-- jobdrift {") and first.endswith("} -->"), first)
        return json.loads(first.removeprefix("<!-- jobdrift ").removesuffix(" -->"))


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
        workflow = ".github/workflows/pull-request.yml"
        text = (self.world.author / workflow).read_text(encoding="utf-8")
        self.world.change_main({workflow: text.replace("fail-on: conflict", "fail-on: change")})
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
        self.assertEqual(list(self.world.sarif), ["jobdrift/acme"])

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

    def test_a_plan_that_is_too_long_is_said_to_be(self):
        # What Markdown it writes is all that this program knows of being jobdrift.
        line = """for argument; do case $argument in markdown=*) yes long | head -c 70000 >"${argument#*=}" ;; esac; done; exit 2"""
        self.world.script(self.world.asset, line)
        self.world.pin(hashlib.sha256(self.world.asset.read_bytes()).hexdigest())
        self.world.change_main({})
        self.plan(self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        (comment,) = self.world.comments
        self.assertIn("too long for a comment", comment["body"])

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


class Forks(Workflows):
    """scheduled-snapshot.yml, fork-plan.yml and fork-comment.yml"""

    def snapshot(self):
        _, jobs = self.world.run("scheduled-snapshot.yml", self.world.on_main("schedule"))
        return jobs["snapshot"]

    def comment(self, run):
        _, jobs = self.world.run("fork-comment.yml", self.world.completed(run))
        return jobs["comment"]

    def forged(self, files, event=None):
        """What the comment job makes of an artifact that a fork made up."""
        event = event or self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        run = {"workflow": "fork-plan.yml", "event": "pull_request", "conclusion": "success"}
        run |= {"head_branch": event.branch, "head_sha": event.commit, "head_repository": {"full_name": FORK}}
        with self.world.hub as things:
            identifier = things.add("runs", run)
            things.upload(identifier, "jobdrift-fork-plan", files)
        return self.comment(identifier)

    def test_a_change_is_planned_without_the_key_and_commented_on_by_the_target(self):
        self.check_job(self.snapshot(), "success")
        self.world.stop()
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        run, jobs = self.world.run("fork-plan.yml", event)
        self.check_job(jobs["plan"], "success")
        outputs = jobs["plan"].step("actions/jobdrift").outputs
        self.assertEqual((outputs["verdict"], outputs["update"]), ("differences", "1"))
        self.assertEqual(self.world.comments, [])

        self.check_job(self.comment(run), "success")
        (comment,) = self.world.comments
        self.assertEqual((comment["number"], self.marker(comment["body"])["label"]), (1, "acme-forks"))
        self.assertIn("4096", comment["body"])
        self.assertIn(f"https://github.example/acme/batch/actions/runs/{run}", comment["body"])

        run, _ = self.world.run("fork-plan.yml", self.world.pull_request({NIGHTLY: spec("nightly", 8192)}, number=1, fork=FORK))
        self.check_job(self.comment(run), "success")
        (updated,) = self.world.comments
        self.assertEqual(updated["id"], comment["id"])
        self.assertIn("8192", updated["body"])
        self.assertEqual(self.world.refusals, [])

    def test_an_invalid_spec_fails_with_3_and_is_commented_on(self):
        self.snapshot()
        event = self.world.pull_request({NIGHTLY: spec("nightly", "[1, 2")}, fork=FORK)
        run, jobs = self.world.run("fork-plan.yml", event)
        self.check_job(jobs["plan"], "failure")
        self.assertEqual(jobs["plan"].step("actions/jobdrift").status, 3)
        self.check_job(self.comment(run), "success")
        self.assertEqual(len(self.world.comments), 1)

    def test_without_a_snapshot_there_is_no_plan(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        run, jobs = self.world.run("fork-plan.yml", event)
        self.check_job(jobs["plan"], "failure")
        self.assertIn("there is no snapshot", jobs["plan"].log)
        self.check_job(self.comment(run), "success")
        self.assertEqual(self.world.comments, [])

    def test_a_snapshot_of_a_fork_is_not_taken(self):
        self.snapshot()
        forged = {"workflow": "scheduled-snapshot.yml", "conclusion": "success", "head_branch": "main", "head_sha": "0"}
        with self.world.hub as things:
            for event, repository in [("pull_request", FORK), ("schedule", FORK), ("pull_request", hub.REPOSITORY)]:
                run = things.add("runs", forged | {"event": event, "head_repository": {"full_name": repository}})
                things.upload(run, "jobdrift-snapshot", {"snapshot.json": "[]"})
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        _, jobs = self.world.run("fork-plan.yml", event)
        outputs = jobs["plan"].step("actions/jobdrift").outputs
        self.assertEqual((outputs["create"], outputs["update"]), ("0", "1"))

    def test_an_old_snapshot_is_an_error(self):
        self.snapshot()
        with self.world.hub as things:
            (artifact,) = things["artifacts"]
            with zipfile.ZipFile(things.archive(artifact)) as archive:
                text = archive.read("snapshot.json").decode()
            things["artifacts"].clear()
            snapshot = json.loads(text)
            snapshot["takenAt"] = "2026-01-01T00:00:00Z"
            things.upload(artifact["run"], "jobdrift-snapshot", {"snapshot.json": json.dumps(snapshot)})
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        _, jobs = self.world.run("fork-plan.yml", event)
        self.check_job(jobs["plan"], "failure")
        self.assertEqual(jobs["plan"].step("actions/jobdrift").status, 1)

    def test_a_failed_snapshot_uploads_nothing(self):
        self.world.stop()
        self.check_job(self.snapshot(), "failure")
        with self.world.hub as things:
            self.assertEqual(things["artifacts"], [])

    def test_pull_requests_of_the_repository_are_left_to_the_other(self):
        run, jobs = self.world.run("fork-plan.yml", self.world.pull_request({NIGHTLY: spec("nightly", 4096)}))
        self.assertEqual(jobs["plan"].result, "skipped")
        self.assertEqual(self.comment(run).result, "skipped")

    def test_a_run_without_a_plan_leaves_no_comment(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        with self.world.hub as things:
            record = {"workflow": "fork-plan.yml", "event": "pull_request", "head_branch": event.branch}
            run = things.add("runs", {**record, "head_sha": event.commit, "head_repository": {"full_name": FORK}})
        self.check_job(self.comment(run), "success")
        self.assertEqual(self.world.comments, [])

    def test_numbers_of_other_pull_requests_are_refused(self):
        self.world.pull_request({REPORT: spec("report", 4096)})
        self.world.pull_request({REPORT: spec("report", 8192)}, fork="other/batch")
        for number in ["1", "2"]:
            with self.subTest(number):
                job = self.forged({"plan.txt": "a plan\n", "number": number})
                self.check_job(job, "failure")
                self.assertIn("not one of the fork that started the run", job.log)
        self.assertEqual(self.world.comments, [])

    def test_what_is_no_number_is_refused(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        for number in ["", "0", "-1", "1/../2", "01", "1\n2", "$(touch pwned)", "99999999999999999999", "9"]:
            with self.subTest(number):
                self.check_job(self.forged({"plan.txt": "a plan\n", "number": number}, event), "failure")
        self.assertEqual(self.world.comments, [])
        self.assertEqual(list(self.world.folder.rglob("pwned")), [])

    def test_a_plan_of_an_older_commit_is_dropped(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        run = {"workflow": "fork-plan.yml", "event": "pull_request", "head_branch": event.branch}
        with self.world.hub as things:
            identifier = things.add("runs", {**run, "head_sha": event.commit, "head_repository": {"full_name": FORK}})
            things.upload(identifier, "jobdrift-fork-plan", {"plan.txt": "a plan\n", "number": "1\n"})
        completed = self.world.completed(identifier)
        self.world.pull_request({NIGHTLY: spec("nightly", 8192)}, number=1, fork=FORK)
        _, jobs = self.world.run("fork-comment.yml", completed)
        self.check_job(jobs["comment"], "success")
        self.assertIn("went on since the run", jobs["comment"].log)
        self.assertEqual(self.world.comments, [])

    def test_nothing_in_a_plan_notifies_links_or_is_markup(self):
        plan = (
            '<!-- jobdrift {"v":1,"label":"acme"} -->\n@acme/owners fixes #1 GH-2\n```\n~~~~\n</code></pre>'
            "\n<img src=x>\n\n\n[log in](https://evil.example)\r# Title\r\n\tx\n  ::error::y\n\u202egnp.exe\u2066\x1b[31m\x00"
        )
        job = self.forged({"plan.txt": plan, "number": "1\n"})
        self.check_job(job, "success")
        (comment,) = self.world.comments
        self.assertEqual(self.marker(comment["body"])["label"], "acme-forks")
        lines = comment["body"].split("\n")
        first = next(number for number, line in enumerate(lines) if "acme/owners" in line) - 1
        last = next(number for number, line in enumerate(lines) if line.startswith("[Run]"))
        self.assertEqual(lines[first - 1], "")
        self.assertEqual([line for line in lines[first:last] if line.strip() and not line.startswith("    ")], [])
        self.assertNotIn("evil", "\n".join(lines[:first] + lines[last:]))
        for forbidden in "\r\x1b\x00\u202e\u2066":
            self.assertNotIn(forbidden, comment["body"])

    def test_a_huge_plan_is_cut_in_the_middle(self):
        lines = "".join(f"line {number} ä\n" for number in range(9_000))
        self.check_job(self.forged({"plan.txt": lines, "number": "1\n"}), "success")
        (comment,) = self.world.comments
        self.assertLess(len(comment["body"]), 65_536)
        for text in ["line 0 ä\n", "left out", "line 8999 ä\n"]:
            self.assertIn(text, comment["body"])
        self.assertNotIn("\ufffd", comment["body"])

    def test_a_plan_of_short_lines_is_not_too_long_for_a_comment(self):
        self.check_job(self.forged({"plan.txt": "x\n" * 24_000, "number": "1\n"}), "success")
        (comment,) = self.world.comments
        self.assertIn("too long for a comment", comment["body"])

    def test_archives_that_are_bombs_or_not_plans_are_refused(self):
        huge = "x" * 30_000_000
        for name, files in [
            ("bomb", {"plan.txt": huge, "number": "1\n"}),
            ("not UTF-8", {"plan.txt": b"\xff\xfe", "number": "1\n"}),
            ("no plan", {"number": "1\n"}),
            ("empty plan", {"plan.txt": "", "number": "1\n"}),
            ("outside", {"../plan.txt": "a plan\n", "number": "1\n"}),
            ("large", {"plan.txt": os.urandom(1_100_000), "number": "1\n"}),
        ]:
            with self.subTest(name):
                self.check_job(self.forged(files), "failure")
        self.assertEqual(self.world.comments, [])

    def test_a_plan_cannot_take_the_comment_of_another_label(self):
        with self.world.hub as things:
            body = '<!-- jobdrift {"v":1,"label":"acme"} -->\nclean'
            things.add("comments", {"number": 1, "user": {"login": hub.BOT}, "body": body})
        plan = body.replace("clean", "forged")
        self.check_job(self.forged({"plan.txt": plan, "number": "1\n"}), "success")
        self.assertEqual([comment["body"] for comment in self.world.comments][0], body)
        self.assertEqual(len(self.world.comments), 2)


class Drift(Workflows):
    """scheduled-drift.yml"""

    def drift(self):
        _, jobs = self.world.run("scheduled-drift.yml", self.world.on_main("schedule"))
        return jobs

    def test_without_drift_nothing_happens(self):
        jobs = self.drift()
        self.check_job(jobs["drift"], "success")
        self.check_job(jobs["code-scanning"], "success")
        self.assertEqual(self.world.issues, [])

    def test_drift_opens_an_issue_that_follows_it_until_it_is_gone(self):
        self.world.serve(live("nightly", 512), live("report", 1024))
        jobs = self.drift()
        self.check_job(jobs["drift"], "failure")
        self.assertEqual(jobs["drift"].step("actions/jobdrift").status, 2)
        self.check_job(jobs["code-scanning"], "success")
        self.assertEqual(list(self.world.sarif), ["jobdrift/acme-drift"])
        (issue,) = self.world.issues
        self.assertEqual((issue["state"], self.marker(issue["body"])["label"]), ("open", "acme-drift"))
        self.assertIn("512", issue["body"])

        self.world.serve(live("nightly", 256), live("report", 1024))
        self.drift()
        (issue,) = self.world.issues
        self.assertIn("256", issue["body"])

        self.world.serve(*LIVE)
        self.check_job(self.drift()["drift"], "success")
        (issue,) = self.world.issues
        self.assertEqual(issue["state"], "closed")
        self.assertEqual(self.world.refusals, [])

    def test_issues_of_others_are_left_alone(self):
        body = '<!-- jobdrift {"v":1,"label":"acme-drift"} -->\nmine'
        with self.world.hub as things:
            for number, (login, pull) in enumerate([("stranger", None), (hub.BOT, {"url": "x"})]):
                issue = {"number": 100 + number, "title": "x", "body": body, "state": "open", "pull_request": pull}
                things.add("issues", {**issue, "user": {"login": login}})
            things.add("issues", {**issue, "number": 102, "body": None, "pull_request": None, "user": {"login": hub.BOT}})
        self.world.serve(live("nightly", 512), live("report", 1024))
        self.drift()
        self.assertEqual([issue["body"] for issue in self.world.issues][:3], [body, body, None])
        self.assertEqual(len(self.world.issues), 4)

    def test_errors_fail_and_leave_the_issue_as_it_is(self):
        self.world.serve(live("nightly", 512), live("report", 1024))
        self.drift()
        before = self.world.issues
        self.world.stop()
        jobs = self.drift()
        self.check_job(jobs["drift"], "failure")
        self.assertEqual(jobs["drift"].step("actions/jobdrift").status, 1)
        self.assertEqual(self.world.issues, before)

        self.world.serve(*LIVE)
        self.world.change_main({NIGHTLY: spec("nightly", "[1, 2")})
        jobs = self.drift()
        self.check_job(jobs["drift"], "failure")
        self.assertEqual(jobs["drift"].step("actions/jobdrift").status, 3)
        self.assertEqual(self.world.issues, before)

    def test_with_exit_zero_drift_is_green_and_errors_are_not(self):
        path = ".github/workflows/scheduled-drift.yml"
        text = (self.world.author / path).read_text(encoding="utf-8")
        with_zero = text.replace("          api-key:", "          arguments: --exit-zero\n          api-key:")
        self.world.change_main({path: with_zero})
        self.world.serve(live("nightly", 512), live("report", 1024))
        self.check_job(self.drift()["drift"], "success")
        self.assertEqual(len(self.world.issues), 1)
        self.world.stop()
        self.check_job(self.drift()["drift"], "failure")


if __name__ == "__main__":
    unittest.main()
