"""Turning a stored mail into text and HTML and handing it to the mail server."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from osc.correspondence.models import Mail
from osc.design.language import speaking


def send(*, mail_id: UUID, now: datetime) -> None:
    """Sends the mail once; a mail whose link has run out is not sent at all. Raises what SMTP raises."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(id=mail_id, state=Mail.State.WAITING).first()
        if mail is None:
            return
        if mail.useless_after is not None and mail.useless_after <= now:
            mail.state, mail.context = Mail.State.EXPIRED, {}
        else:
            write(mail).send()
            mail.state, mail.context, mail.sent_at = Mail.State.SENT, {}, now
        mail.save()


def write(mail: Mail) -> EmailMultiAlternatives:
    """The mail as subject, plain text and HTML, in the language it was queued in."""
    context = {**mail.context, "utility": settings.UTILITY, "to": mail.to, "language": mail.language}
    with speaking(mail.language):
        subject = render_to_string(f"mail/{mail.template}.subject.txt", context).strip()
        text = render_to_string(f"mail/{mail.template}.txt", context)
        html = render_to_string(f"mail/{mail.template}.html", {**context, "subject": subject})
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.UTILITY.mail.sender,
        to=[mail.to],
        reply_to=[settings.UTILITY.mail.reply_to],
        headers={
            "Message-ID": f"<{mail.id}@{settings.UTILITY.mail.domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    return message
