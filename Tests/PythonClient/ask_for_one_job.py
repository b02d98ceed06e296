"""Asks for one job with Blaxel's official client, in one of the ways to say who asks, and checks what comes back.

usage: ask_for_one_job.py BASE_URL NAME VALUE WHO
BASE_URL ends in /v0; VALUE is what the job NAME has in its environment variable. WHO asks is

  administrator  somebody who is shown values when asking for them
  reader         somebody who is not
  program        a client with credentials of its own, which administers the workspace
  stranger       somebody with another key

BL_API_KEY or BL_CLIENT_CREDENTIALS, and BL_WORKSPACE, say it to the client, which reads them when it is imported.
"""

import sys

from blaxel.core.client import client
from blaxel.core.client.api.jobs import get_job, list_jobs
from blaxel.core.common.settings import settings
from blaxel.core.errors import BlaxelError


def outcome(ask):
    """What `ask` returns, or the status of the error that it raises and the message of the API in it."""
    try:
        return ask()
    except BlaxelError as error:
        return error.status, error.body["message"]


def check(what, actual, expected):
    """Ends the program unless both are equal."""
    if actual != expected:
        sys.exit(f"ask_for_one_job: {what}: {actual!r} instead of {expected!r}")


def values(job):
    """The values of the job's environment variables; an error as it is."""
    return job if isinstance(job, tuple) else [env.value for env in job.spec.runtime.envs]


def main():
    base_url, name, value, who = sys.argv[1:]
    # No environment variable redirects the client, nor its requests for tokens.
    client.with_base_url(base_url)
    settings.auth.base_url = base_url

    masked = values(outcome(lambda: get_job.sync(name, client=client)))
    shown = values(outcome(lambda: get_job.sync(name, client=client, show_secrets=True)))
    missing = outcome(lambda: get_job.sync("none", client=client))
    listed = outcome(lambda: len(list_jobs.sync(client=client, limit=3).data))

    if who == "stranger":
        refused = (401, "The API key or token is not valid")
        check("answers", [masked, shown, missing, listed], [refused] * 4)
    else:
        check("masked values", masked, ["****"])
        refused = (403, "'show_secrets' needs the role of a workspace administrator")
        check("shown values", shown, refused if who == "reader" else [value])
        check("a job that is not there", missing, (404, "Job 'none' does not exist"))
        check("jobs of a page", listed, 3)
    print(f"ask_for_one_job: the {who} is answered as by the API")


if __name__ == "__main__":
    main()
