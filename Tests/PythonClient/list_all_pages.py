"""Lists every page of jobs with Blaxel's official client, and checks that each job comes exactly once, in order.

usage: list_all_pages.py BASE_URL EXPECTED
BASE_URL ends in /v0; EXPECTED is a file with the names of the jobs, one a line, in the order of the sort name:asc.
BL_API_KEY and BL_WORKSPACE say who asks; the client reads them when it is imported.
"""

import sys
from pathlib import Path

from blaxel.core.client import client
from blaxel.core.client.api.jobs import get_job, list_jobs
from blaxel.core.client.models.list_jobs_sort import ListJobsSort


def pages(limit):
    """Yields the pages; ends with an error when a cursor comes twice, as the client itself has no guard."""
    seen = set()
    options = {}
    while True:
        page = list_jobs.sync(client=client, limit=limit, sort=ListJobsSort("name:asc"), **options)
        yield page
        if not page.meta.has_more:
            return
        cursor = page.meta.next_cursor
        if not cursor or cursor in seen:
            sys.exit("list_all_pages: the server gave no new cursor")
        seen.add(cursor)
        options = {"cursor": cursor}


def check(what, actual, expected):
    """Ends the program unless both are equal."""
    if actual != expected:
        sys.exit(f"list_all_pages: {what}: {actual!r} instead of {expected!r}")


def main():
    base_url, expected_file = sys.argv[1:]
    expected = Path(expected_file).read_text(encoding="utf-8").split()
    # No environment variable redirects the client.
    client.with_base_url(base_url)

    for limit, count in [(200, -(-len(expected) // 200)), (7, -(-len(expected) // 7))]:
        listed = list(pages(limit))
        check("number of pages", len(listed), count)
        check("totals", {page.meta.total for page in listed}, {len(expected)})
        check("names", [job.metadata.name for page in listed for job in page.data], expected)
        values = {env.value for page in listed for job in page.data for env in job.spec.runtime.envs}
        check("values of environment variables", values, {"****"})

    job = get_job.sync(expected[0], client=client)
    check("name of one job", job.metadata.name, expected[0])
    print(f"list_all_pages: {len(expected)} jobs, each exactly once")


if __name__ == "__main__":
    main()
