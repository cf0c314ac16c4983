"""Sending mails: at least once, with a message id made from the mail's own id."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="mail", retry=Backoff())
def send_mail(mail_id: str) -> None:
    """Writes the mail in its language and hands it to the mail server; retried until it takes it."""
    from osc.correspondence.sending import send

    send(mail_id=UUID(mail_id), now=settings.CLOCK())
