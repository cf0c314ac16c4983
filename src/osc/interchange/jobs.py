"""Jobs are written with the change they belong to, those of one change in one statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.tasks import Task

from osc.isolation.change import stored_together

_waiting: ContextVar[list[Job] | None] = ContextVar("waiting_jobs", default=None)


def put_in_queue(task: Task[..., Any, Any], *, lock: str | None = None, **arguments: str | int) -> None:
    """Stores a job in the caller's transaction; jobs with the same lock run one after the other."""
    job = task.configure(lock=lock).make_new_job(**arguments)
    waiting = _waiting.get()
    if waiting is None:
        app.job_manager.batch_defer_jobs([job])
    else:
        waiting.append(job)


@contextmanager
def one_change() -> Iterator[None]:
    """What is stored in here and its jobs go out in one statement each; use it inside of a transaction."""
    waiting: list[Job] = []
    token = _waiting.set(waiting)
    try:
        with stored_together():
            yield
    finally:
        _waiting.reset(token)
    if waiting:
        app.job_manager.batch_defer_jobs(waiting)
