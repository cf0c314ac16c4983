"""What was put into the post of a test: the newest mail of a kind, and the secrets in it."""

from typing import Any

from django.conf import settings
from django.core import mail as outbox

from osc.correspondence.models import Mail
from osc.correspondence.sending import send


def newest(template: str) -> Mail:
    """The newest mail of this template. Raises AssertionError when there is none."""
    found = Mail.objects.filter(template=template).order_by("-created_at", "-id").first()
    assert found is not None, f"no mail {template}; there are {list(Mail.objects.values_list('template', 'to'))}"
    return found


def told(template: str) -> dict[str, Any]:
    """What the newest mail of this template says."""
    return dict(newest(template).context)


def token_in(template: str) -> str:
    """The token at the end of the link in the newest mail of this template."""
    return str(told(template)["link"]).rstrip("/").rpartition("/")[2]


def sent(template: str) -> Any:
    """The newest mail of this template as it leaves."""
    send(mail_id=newest(template).id, now=settings.NOW)
    return outbox.outbox[-1]
