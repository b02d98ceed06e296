"""Plans of pull requests from forks, and what hostile ones try."""

import json
import os
import zipfile

import hub
from workflows import Workflows
from world import FORK, NIGHTLY, REPORT, spec


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

        run, _ = self.world.run(
            "fork-plan.yml", self.world.pull_request({NIGHTLY: spec("nightly", 8192)}, number=1, fork=FORK)
        )
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
        (comment,) = self.world.comments
        lines = comment["body"].split("\n")
        # File and line, what is wrong, and what to do about it.
        first = next(number for number, line in enumerate(lines) if line.startswith(f"    {NIGHTLY}:"))
        self.assertRegex(lines[first], r"^    jobs/nightly\.yaml:\d+:\d+: error: .* \[[a-z-]+\]$")
        self.assertIn("      help: close the list with ']'", lines[first:])
        self.assertIn("    No plan: the specs are not valid (1 error).", lines[first:])

    def test_findings_are_a_strangers_text_too(self):
        self.snapshot()
        name = "jobs/@acme **b** ![x](https:::evil.example).yaml"
        text = spec("nightly", '"</code></pre> @acme/owners ::error::x \u202egnp.exe"')
        run, jobs = self.world.run("fork-plan.yml", self.world.pull_request({name: text}, fork=FORK))
        self.assertEqual(jobs["plan"].step("actions/jobdrift").status, 3)
        self.check_job(self.comment(run), "success")
        (comment,) = self.world.comments
        lines = comment["body"].split("\n")
        shown = [line for line in lines if "@acme" in line or "evil" in line or "</pre>" in line]
        self.assertTrue(any("evil" in line for line in shown) and any("</pre>" in line for line in shown), lines)
        self.assertEqual([line for line in shown if not line.startswith("    ")], [])
        self.assertNotIn("\u202e", comment["body"])

    def test_many_findings_leave_room_for_the_plan(self):
        self.snapshot()
        broken = {f"jobs/broken-{number}.yaml": spec(f"broken-{number}", '"ä"') for number in range(300)}
        run, jobs = self.world.run("fork-plan.yml", self.world.pull_request(broken, fork=FORK))
        self.assertEqual(jobs["plan"].step("actions/jobdrift").status, 3)
        self.check_job(self.comment(run), "success")
        (comment,) = self.world.comments
        self.assertIn("jobs/broken-0.yaml:", comment["body"])
        self.assertEqual(comment["body"].count("… (left out; the run has all of it)"), 1)
        self.assertIn("    No plan: the specs are not valid (300 errors)", comment["body"])

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
        for number in ["", "0", "-1", "1/../2", "01", "1\n2", "$(touch pwned)", "99999999999999999999"]:
            with self.subTest(number):
                job = self.forged({"plan.txt": "a plan\n", "number": number}, event)
                self.check_job(job, "failure")
                self.assertIn("the number of the pull request is none", job.log)
        self.check_job(self.forged({"plan.txt": "a plan\n", "number": "9"}, event), "failure")
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

    def test_a_plan_of_a_closed_pull_request_is_dropped(self):
        event = self.world.pull_request({NIGHTLY: spec("nightly", 4096)}, fork=FORK)
        with self.world.hub as things:
            things["pulls"][0]["state"] = "closed"
        self.check_job(self.forged({"plan.txt": "a plan\n", "number": "1\n"}, event), "success")
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

    def test_a_huge_plan_is_cut_in_the_middle_between_lines(self):
        lines = [f"line {number} ääääääääää" for number in range(9_000)]
        self.check_job(self.forged({"plan.txt": "\n".join(lines) + "\n", "number": "1\n"}), "success")
        (comment,) = self.world.comments
        self.assertLess(len(comment["body"]), 65_536)
        shown = [line[4:] for line in comment["body"].split("\n") if line.startswith("    ")]
        self.assertEqual((shown[0], shown[-1]), (lines[0], lines[-1]))
        remarks = [line for line in shown if line not in lines]
        self.assertEqual(remarks, ["… (left out; the run has all of it)"])

    def test_a_plan_of_short_lines_is_not_too_long_for_a_comment(self):
        self.check_job(self.forged({"plan.txt": "x\n" * 24_000, "number": "1\n"}), "success")
        (comment,) = self.world.comments
        self.assertIn("too long for a comment", comment["body"])

    def test_archives_that_are_bombs_or_not_plans_are_refused(self):
        for name, files, reason in [
            ("bomb", {"plan.txt": "x" * 30_000_000, "number": "1\n"}, "the plan is too large"),
            ("large", {"plan.txt": "x\n", "number": "1\n", "more": os.urandom(1_100_000)}, "the artifact is too large"),
            ("not UTF-8", {"plan.txt": b"\xff\xfe", "number": "1\n"}, "not in UTF-8"),
            ("no plan", {"number": "1\n"}, "there is no plan"),
            ("empty plan", {"plan.txt": "", "number": "1\n"}, "there is no plan"),
            ("outside", {"../plan.txt": "x\n", "number": "1\n"}, "there is no plan"),
        ]:
            with self.subTest(name):
                job = self.forged(files)
                self.check_job(job, "failure")
                self.assertIn(reason, job.log)
        self.assertEqual(self.world.comments, [])

    def test_a_plan_cannot_take_the_comment_of_another_label(self):
        with self.world.hub as things:
            body = '<!-- jobdrift {"v":1,"label":"acme"} -->\nclean'
            things.add("comments", {"number": 1, "user": {"login": hub.BOT}, "body": body})
        plan = body.replace("clean", "forged")
        self.check_job(self.forged({"plan.txt": plan, "number": "1\n"}), "success")
        self.assertEqual([comment["body"] for comment in self.world.comments][0], body)
        self.assertEqual(len(self.world.comments), 2)
