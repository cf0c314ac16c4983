"""Which limits registration has, and what passing them means (security 6.4). The page never shows it.

No proof of work: it would only cost the customers' old phones something. Waiting (429 with Retry-After) and
the need for a mailbox of one's own are the friction.
"""

from datetime import datetime, timedelta

from django.conf import settings

from osc.foundation.identifiers import meter_number_stem
from osc.identity.models import Registration
from osc.identity.rules.mail_domain import is_counted, registrable_domain
from osc.identity.security_events import raise_alarm
from osc.limits.counters import (
    Limit,
    LimitReached,
    count,
    count_distinct,
    count_or_refuse,
    holds,
    neighbourhood_of,
    refund,
    source_of,
)

HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)

# who asks: refused on the page when passed
SOURCE = (Limit("register-source", 10, HOUR), Limit("register-source", 30, DAY))
NEIGHBOURHOOD = (Limit("register-neighbourhood", 50, HOUR),)
# what is tried, known or not: when passed, only the address on file or a letter
ACCOUNT = (Limit("register-account", 5, DAY), Limit("register-account", 15, MONTH))
METER = (Limit("register-meter", 5, DAY),)
METER_ACCOUNTS = (Limit("register-meter-accounts", 5, MONTH),)
# what is sent to one address: a bucket of two that gains one a day never lets more than three out in any day (REG3)
MISMATCH_MAILS = (Limit("mail-mismatch", 1, HOUR), Limit("mail-mismatch", 2, 2 * DAY))
PROVE_MAILS = (Limit("mail-prove", 1, HOUR), Limit("mail-prove", 2, 2 * DAY))
IN_USE_MAILS = (Limit("mail-in-use", 1, HOUR), Limit("mail-in-use", 2, 2 * DAY))
LINK_MAILS = (Limit("mail-link", 5, HOUR),)
FIRST_MAILBOX = (Limit("mailbox", 1, DAY),)
NOTICE_LETTERS = (Limit("letter-notice", 1, timedelta(days=7)),)
EVERYBODY = "all"


def failures() -> tuple[Limit, ...]:
    """Wrong pairs of everybody; more of them, and mailboxes must be proven first."""
    rules = settings.UTILITY.registration
    return (
        Limit("register-failures", rules.failures_per_hour, HOUR),
        Limit("register-failures", rules.failures_per_day, DAY),
    )


def many_failures() -> tuple[Limit, ...]:
    return (Limit("register-many-failures", settings.UTILITY.registration.third_item_failures_per_day, DAY),)


def mailbox_tries() -> tuple[Limit, ...]:
    rules = settings.UTILITY.registration
    return (
        Limit("mailbox-tries", rules.mailbox_tries_per_day, DAY),
        Limit("mailbox-tries", rules.mailbox_tries_per_month, MONTH),
    )


def code_letters() -> tuple[Limit, ...]:
    return (Limit("letter-code", 1, timedelta(days=settings.UTILITY.registration.letter_every_days)),)


def count_source(address: str, *, now: datetime) -> None:
    """Before anything else. Raises LimitReached."""
    count_or_refuse(SOURCE, source_of(address), now=now)
    around = neighbourhood_of(address)
    try:
        count_or_refuse(NEIGHBOURHOOD, around, now=now)
    except LimitReached:
        raise_alarm("register-neighbourhood", now=now, subject=around)
        raise


def give_back(source: str) -> None:
    """An honest success; account and meter never get theirs back."""
    refund(SOURCE, source)
    refund(NEIGHBOURHOOD, neighbourhood_of(source.split("/")[0]))


def count_failure(*, now: datetime) -> None:
    """A wrong pair, whoever tried it."""
    if not count(failures(), EVERYBODY, now=now):
        raise_alarm("register-failures", now=now)
    count(many_failures(), EVERYBODY, now=now)


def level(*, now: datetime) -> int:
    """1: mailboxes first, for everybody. 2: the surname too. 3: only the address on file or a letter.

    Levels 1 and 2 follow from everybody's failures, 3 is an operator's word. Never a stop (security 6.4).
    """
    counted = 2 if not holds(many_failures(), EVERYBODY, now=now) else int(not holds(failures(), EVERYBODY, now=now))
    return max(settings.UTILITY.registration.least_level, counted)


def count_try(request: Registration, *, now: datetime) -> tuple[bool, bool]:
    """Counts the try on whatever a guesser can hold fixed, in every spelling.

    Returns whether the short cut is still open, and whether this source must prove its mailboxes first.
    """
    account, meter = request.account_number, meter_number_stem(request.meter_number)
    within = [
        count(ACCOUNT, account, now=now),
        count(METER, meter, now=now),
        count_distinct(METER_ACCOUNTS, meter, account, now=now),
    ]
    most = settings.UTILITY.registration.accounts_per_source_and_day
    accounts = (Limit("register-source-accounts", most, DAY),)
    return all(within), not count_distinct(accounts, request.source, account, now=now)


def may_prove_mailbox(email: str, *, now: datetime) -> bool:
    """False when too many new mailboxes of one domain got a link today; whoever is known stays free."""
    rules = settings.UTILITY.registration
    if not count(FIRST_MAILBOX, email, now=now) or not is_counted(email, big_providers=rules.big_mail_providers):
        return True
    domain = (Limit("mail-domain", rules.new_mailboxes_per_domain, DAY),)
    return count(domain, registrable_domain(email), now=now)


def surname_wanted(*, now: datetime) -> bool:
    """Whether the forms ask for the third item (level 2)."""
    return level(now=now) >= 2
