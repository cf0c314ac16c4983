"""Jobs of identity: whatever depends on what exists is done outside of the request."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="registration", retry=Backoff())
def evaluate_registration(registration_id: str) -> None:
    """Judges a registration outside of the request, so that the page tells nothing by its speed."""
    from osc.identity.registration.evaluation import evaluate

    evaluate(registration_id=UUID(registration_id), now=settings.CLOCK())


@app.task(queue="mail", retry=Backoff())
def mail_unlock_link(email: str) -> None:
    """Sends the unlock link after very many failures, if there is such a log-in."""
    from osc.identity.entry.unlocking import send_unlock_link

    send_unlock_link(email=email, now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def judge_password_reset(reset_id: str) -> None:
    """Finds out what a request for a new password is worth, outside of the request."""
    from osc.identity.recovery.asking import judge

    judge(reset_id=UUID(reset_id), now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def judge_email_change(change_id: str) -> None:
    """Mails the link to the new address, or a notice to its owner."""
    from osc.identity.address.changing import judge

    judge(change_id=UUID(change_id), now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def report_email_change(change_id: str) -> None:
    """Opens the case of a changed address, for the billing system and the customer's list."""
    from osc.identity.address.reporting import report

    report(change_id=UUID(change_id), now=settings.CLOCK())


@app.task(queue="mail", retry=Backoff())
def tell_address_on_file(user_id: str, template: str) -> None:
    """Tells the addresses on file at the utility too, where they differ from the user name."""
    from osc.identity.address.reporting import tell_on_file

    tell_on_file(user_id=UUID(user_id), template=template, now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def write_to_owner(link_id: str) -> None:
    """Tells the owner of a contract account on paper that somebody got in with the numbers."""
    from osc.identity.registration import letters

    letters.write_to_owner(link_id=UUID(link_id), now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def send_code_letter(registration_id: str) -> None:
    """Sends the code of a letter, if the numbers fit."""
    from osc.identity.registration import letters

    letters.send_code_letter(registration_id=UUID(registration_id), now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def offer_claim(entry: str, language: str = "de") -> None:
    """Looks whether somebody tried an old log-in."""
    from osc.identity.registration.takeover import send_claim

    send_claim(entry=entry, language=language, now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def erase_login(user_id: str) -> None:
    """Erases a log-in that its owner has closed."""
    from osc.identity.erasing import erase

    erase(user_id=UUID(user_id))


@app.periodic(cron="17 3 * * *")
@app.task(queue="maintenance", queueing_lock="measure_guessing")
def measure_guessing(timestamp: int) -> None:
    """Every night: how hard the numbers are to guess."""
    from osc.identity.registration.mode import measure_guessing as measure

    measure(now=settings.CLOCK())


@app.periodic(cron="23 * * * *")
@app.task(queue="maintenance", queueing_lock="tidy_log_ins", lock="tidy_log_ins")
def tidy_log_ins(timestamp: int) -> None:
    """Every hour: sessions, browsers, links and codes that have run out."""
    from osc.identity.housekeeping import delete_what_has_run_out

    delete_what_has_run_out(now=settings.CLOCK())
