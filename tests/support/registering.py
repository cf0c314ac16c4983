"""Asking for a log-in as a customer does, and reading what came of it."""

from datetime import datetime

from django.conf import settings

from osc.correspondence.models import Mail
from osc.identity.models import Registration
from osc.identity.registration.asking import request_registration
from osc.identity.registration.evaluation import evaluate
from tests.support.people import households

NOW = settings.NOW


def ask(
    kind: str = "C", *, account: str = "", meter: str = "", email: str = "neu@example.net",
    address: str = "10.1.1.1", surname: str = "", now: datetime = NOW,
) -> Registration:  # fmt: skip
    """A judged registration; the right numbers of the household unless others are given."""
    household = households()[kind]
    id_ = request_registration(
        account_number=account or household.account_numbers[0],
        meter_number=meter or household.supplies[0].meter_number, email=email, language="de", address=address,
        surname=surname, now=now,
    )  # fmt: skip
    return judged(id_, now=now)


def judged(id_: object, *, now: datetime = NOW) -> Registration:
    """What the worker makes of a request."""
    evaluate(registration_id=id_, now=now)
    return Registration.objects.get(id=id_)


def token_in(template: str = "registration_link", *, to: str = "") -> str:
    """The token of the mail of this kind, to this address where there are several."""
    found = Mail.objects.filter(template=template)
    mail = (found.filter(to=to) if to else found).get()
    return str(mail.context["link"]).rstrip("/").rsplit("/", 1)[1]


def mails() -> list[tuple[str, str]]:
    """Kind and address of every mail in the queue."""
    return sorted(Mail.objects.values_list("template", "to"))
