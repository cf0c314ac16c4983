"""Jobs are written with the change they belong to."""

from collections.abc import Sequence
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from osc.isolation.change import travel


def put_in_queue(task: Task[..., Any, Any], *, lock: str | None = None, **arguments: str | int) -> None:
    """Stores a job in the caller's transaction; jobs with the same lock run one after the other."""
    travel(_defer, task.configure(lock=lock).make_new_job(**arguments))


def _defer(jobs: Sequence[Job]) -> None:
    app.job_manager.batch_defer_jobs(list(jobs))
