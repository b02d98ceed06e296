"""What the tests of all workflows share. JOBDRIFT_PROGRAMS is the folder with jobdrift and blaxel-standin."""

import json
import os
import unittest

from world import NIGHTLY, REPORT, World, live, spec

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

    def replace_on_main(self, path, old, new):
        """Changes a file of the default branch, in which the old text stands once."""
        text = (self.world.author / path).read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1)
        self.world.change_main({path: text.replace(old, new)})

    def marker(self, body):
        """What the hidden line of a body says."""
        first = body.split("\n", 1)[0]
        self.assertTrue(first.startswith("<!-- jobdrift {") and first.endswith("} -->"), first)
        return json.loads(first.removeprefix("<!-- jobdrift ").removesuffix(" -->"))
