"""The search for drift."""

import json

import hub
from workflows import LIVE, Workflows
from world import NIGHTLY, live, spec


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
        self.assertEqual(self.world.sarif, ["jobdrift/acme-drift/"])
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

    def test_an_issue_is_found_by_a_label_of_any_length(self):
        workflow = ".github/workflows/scheduled-drift.yml"
        text = (self.world.author / workflow).read_text(encoding="utf-8")
        # Bytes are counted, and not characters.
        for label in ["a" * 80, "a" * 81, "é" * 41, "$(touch pwned) 'ä' " * 9]:
            with self.subTest(label):
                with self.world.hub as things:
                    things["issues"].clear()
                self.assertEqual(text.count("LABEL: acme-drift\n"), 1)
                files = {workflow: text.replace("LABEL: acme-drift\n", f"LABEL: {json.dumps(label)}\n")}
                self.world.change_main(files)
                self.world.serve(live("nightly", 512), live("report", 1024))
                self.drift()
                self.drift()
                self.assertEqual(len(self.world.issues), 1)
                self.world.serve(*LIVE)
                self.drift()
                (issue,) = self.world.issues
                self.assertEqual(issue["state"], "closed")
        self.assertEqual(list(self.world.folder.rglob("pwned")), [])

    def test_issues_of_others_are_left_alone(self):
        body = '<!-- jobdrift {"v":1,"label":"acme-drift"} -->\nmine'
        with self.world.hub as things:
            for login, issue in [
                ("stranger", {"number": 100, "body": body}),
                (hub.BOT, {"number": 101, "body": body, "pull_request": {"url": "x"}}),
                (hub.BOT, {"number": 102, "body": None}),
            ]:
                things.add("issues", {"title": "x", "state": "open", "user": {"login": login}, **issue})
        self.world.serve(live("nightly", 512), live("report", 1024))
        self.drift()
        self.assertEqual([issue["body"] for issue in self.world.issues][:3], [body, body, None])
        self.assertEqual(len(self.world.issues), 4)

        # Its own is not on the first page of issues.
        self.drift()
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

    def test_only_complete_comparisons_reach_code_scanning(self):
        workflow = ".github/workflows/scheduled-drift.yml"
        text = (self.world.author / workflow).read_text(encoding="utf-8")
        wrong = text.replace("fail-on: create,", "fail-on: creation,")
        drifted = [live("nightly", 512), live("report", 1024)]
        for status, jobs, files, result in [
            (0, LIVE, {}, "success"),
            (2, drifted, {}, "success"),
            (1, None, {}, "skipped"),
            (3, LIVE, {NIGHTLY: spec("nightly", "[1, 2")}, "skipped"),
            (64, LIVE, {NIGHTLY: spec("nightly", 2048), workflow: wrong}, "skipped"),
        ]:
            with self.subTest(status):
                if jobs is None:
                    self.world.stop()
                else:
                    self.world.serve(*jobs)
                if files:
                    self.world.change_main(files)
                self.world.sarif.clear()
                done = self.drift()
                self.assertEqual(done["drift"].step("actions/jobdrift").status, status)
                self.check_job(done["code-scanning"], result)
                self.assertEqual(len(self.world.sarif), 1 if result == "success" else 0)

    def test_with_exit_zero_drift_is_green_and_errors_are_not(self):
        line = "          api-key:"
        arguments = "          arguments: --exit-zero\n"
        self.replace_on_main(".github/workflows/scheduled-drift.yml", line, arguments + line)
        self.world.serve(live("nightly", 512), live("report", 1024))
        self.check_job(self.drift()["drift"], "success")
        self.assertEqual(len(self.world.issues), 1)
        self.world.stop()
        self.check_job(self.drift()["drift"], "failure")
