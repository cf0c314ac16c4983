"""Members of staff, and the jobs that do what they decided."""

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.identity.models import PortalUser
from tests.support.client import PageClient


def enter_staff(email: str = "s1@example.net", *, client: PageClient | None = None, admin: bool = False) -> PageClient:
    """A browser of a member of staff with a second factor; made when nobody has this address yet."""
    browser = client or PageClient()
    browser.role = "osc_worker"
    user = PortalUser.objects.filter(email=email).first()
    if user is None:
        user = PortalUser(email=email, is_staff=True, is_admin=admin, created_at=settings.NOW)
        user.set_unusable_password()
        user.save(force_insert=True)
    return browser.enter(user)


def run_jobs(*names: str) -> int:
    """Does what waits in the queue under these short names, as the worker would; returns how many."""
    jobs = [job for job in ProcrastinateJob.objects.filter(status="todo").order_by("id")
            if job.task_name.rpartition(".")[2] in names]  # fmt: skip
    for job in jobs:
        app.tasks[job.task_name].func(**job.args)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where id = any(%s)", [[job.id for job in jobs]])
    return len(jobs)
