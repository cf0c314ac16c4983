"""Jobs are written with the change they belong to."""

from typing import Any

from procrastinate.tasks import Task

from osc.isolation.change import defer


def put_in_queue(task: Task[..., Any, Any], *, lock: str | None = None, **arguments: str | int) -> None:
    """Stores a job in the caller's transaction; jobs with the same lock run one after the other."""
    defer({
        "queue_name": task.queue, "task_name": task.name, "priority": task.priority, "lock": lock or task.lock,
        "queueing_lock": task.queueing_lock, "args": arguments,
    })  # fmt: skip
