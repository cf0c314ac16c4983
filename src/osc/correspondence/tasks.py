"""Sending mails: at least once, with a message id made from the mail's own id; and letters on paper."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="mail", retry=Backoff())
def send_mail(mail_id: str) -> None:
    """Writes the mail in its language and hands it to the mail server; retried until it takes it."""
    from osc.correspondence.sending import send

    send(mail_id=UUID(mail_id), now=settings.CLOCK())


@app.task(queue="letters", retry=Backoff())
def set_letter(letter_id: str) -> None:
    """Sets a letter as PDF and puts it into the tray; retried until the tray takes it."""
    from osc.correspondence.tray import put_into_tray

    put_into_tray(letter_id=UUID(letter_id), now=settings.CLOCK())


@app.periodic(cron="* * * * * */10")
@app.task(queue="maintenance", queueing_lock="watch_tray", lock="watch_tray")
def watch_tray(timestamp: int) -> None:
    """Learns what the print room has printed and what came back."""
    from osc.correspondence.tray import look_into_tray

    look_into_tray(now=settings.CLOCK())


@app.task(queue="maintenance", retry=Backoff())
def answer(case_id: str, answer_id: str, text: str, staff_id: str) -> None:
    """Puts what a member of staff wrote into the customer's inbox."""
    from osc.correspondence.answering import answer_message

    answer_message(
        case_id=UUID(case_id), answer_id=UUID(answer_id), text=text, staff_id=UUID(staff_id), now=settings.CLOCK()
    )


@app.task(queue="maintenance", retry=Backoff())
def note_printed(letter_ids: str, staff_id: str) -> None:
    """A member of staff has printed these letters; the ids are parted by blanks."""
    from osc.correspondence.tray import mark_by_hand

    mark_by_hand(ids=set(map(UUID, letter_ids.split())), staff=f"staff:{staff_id}", now=settings.CLOCK())


@app.task(queue="maintenance", retry=Backoff())
def note_returned(letter_id: str, staff_id: str, reason: str) -> None:
    """A letter came back from the post."""
    from osc.correspondence.tray import mark_returned

    mark_returned(letter_id=UUID(letter_id), staff=f"staff:{staff_id}", reason=reason, now=settings.CLOCK())


@app.task(queue="maintenance", retry=Backoff())
def note_settled(letter_id: str, staff_id: str, note: str) -> None:
    """Somebody has taken care of a letter that came back."""
    from osc.correspondence.tray import settle_returned

    settle_returned(letter_id=UUID(letter_id), staff=f"staff:{staff_id}", note=note, now=settings.CLOCK())


@app.periodic(cron="29 3 * * *")
@app.task(queue="maintenance", queueing_lock="forget_mails", lock="forget_mails")
def forget_mails(timestamp: int) -> None:
    """Every night: to whom what was mailed, after its time."""
    from osc.correspondence.sending import forget_old_mails

    forget_old_mails(now=settings.CLOCK())
