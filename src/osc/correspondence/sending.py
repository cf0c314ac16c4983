"""Turning a stored mail into text and HTML and handing it to the mail server."""

import re
from datetime import datetime, timedelta
from html import unescape
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import engines
from django.utils.html import strip_tags

from osc.correspondence.bounces import bounce, is_permanent
from osc.correspondence.models import Mail
from osc.correspondence.rules.subjects import check_subject
from osc.design.language import speaking
from osc.isolation.markers import unscoped

KEPT = timedelta(days=90)


def send(*, mail_id: UUID, now: datetime) -> None:
    """Sends the mail once; a mail whose link has run out is not sent at all, a refused one has come back.

    Raises what SMTP raises for a while.
    """
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(id=mail_id, state=Mail.State.WAITING).first()
        if mail is None:
            return
        if mail.useless_after is not None and mail.useless_after <= now:
            mail.state, mail.context = Mail.State.EXPIRED, {}
        else:
            try:
                write(mail).send()
            except SMTPRecipientsRefused as refused:
                if not is_permanent(refused):
                    raise
                bounce(mail_id=mail.id, reason=str(refused), now=now)
                return
            mail.state, mail.context, mail.sent_at = Mail.State.SENT, {}, now
        mail.save()


def write(mail: Mail) -> EmailMultiAlternatives:
    """The mail as subject, plain text and HTML, in the language it was queued in."""
    context = {
        "name": "", **mail.context, "utility": settings.UTILITY, "base_url": settings.BASE_URL, "to": mail.to,
        "language": mail.language,
    }  # fmt: skip
    with speaking(mail.language):
        page = engines["jinja2"].env.get_template(f"mail/{mail.template}.html").make_module(context)
        html = str(page)
    subject = unescape(str(page.subject))
    check_subject(mail.template, subject)
    message = EmailMultiAlternatives(
        subject=subject,
        body=plain_text(html),
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


def plain_text(html: str) -> str:
    """The words of a mail page: a line for every break and row, an empty line after every paragraph."""
    words = re.sub(r"[ \t\n]+", " ", html.partition("<body")[2].partition(">")[2])
    words = re.sub(r"<br>|</tr>", "\n", words)
    words = re.sub(r"</(?:p|h1|table)>|<hr[^>]*>", "\n\n", words)
    lines = [line.strip(" ") for line in unescape(strip_tags(words)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


@unscoped(reason="the worker deletes old mails, whoever got them")
def forget_old_mails(*, now: datetime) -> int:
    """Deletes mails that ended more than 90 days ago and returns how many; waiting ones stay (R-DS-16)."""
    ended = Mail.objects.exclude(state=Mail.State.WAITING).filter(created_at__lte=now - KEPT)
    return ended.delete()[0]
