"""Jobs are written with the change they belong to."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from procrastinate.tasks import Task

from osc.isolation.change import travel

# the library's own function; asked through the library it was a tenth of a request that makes a case
DEFER = """select procrastinate_defer_jobs_v1(array_agg(job))
    from jsonb_populate_recordset(null::procrastinate_job_to_defer_v1, %s::jsonb) job"""


def put_in_queue(task: Task[..., Any, Any], *, lock: str | None = None, **arguments: str | int) -> None:
    """Stores a job in the caller's transaction; jobs with the same lock run one after the other."""
    travel(_defer, {
        "queue_name": task.queue, "task_name": task.name, "priority": task.priority, "lock": lock or task.lock,
        "queueing_lock": task.queueing_lock, "args": arguments,
    })  # fmt: skip


def _defer(jobs: Sequence[dict[str, object]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DEFER, [json.dumps(jobs)])
