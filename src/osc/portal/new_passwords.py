"""What is wrong with a new password, in words that say what to do."""

from collections.abc import Mapping

from osc.design.language import gettext as _
from osc.identity.password_context import context_words
from osc.identity.recovery.choosing import UNCHANGED
from osc.identity.rules.passwords import (
    KNOWN,
    LONGEST,
    ONE_TIME,
    PREDICTABLE,
    SHORTEST,
    TOO_LONG,
    TOO_SHORT,
    password_problem,
)
from osc.portal.forms import Form


def sentence_for(problem: str) -> str:
    """The sentence beside the field."""
    return {
        TOO_SHORT: _("Nehmen Sie mindestens %(n)s Zeichen") % {"n": SHORTEST},
        TOO_LONG: _("Nehmen Sie höchstens %(n)s Zeichen") % {"n": LONGEST},
        KNOWN: _("Dieses Passwort steht in bekannten Listen. Nehmen Sie ein anderes"),
        PREDICTABLE: _("Dieses Passwort ist leicht zu erraten. Nehmen Sie eines ohne Namen und Nummern"),
        ONE_TIME: _("Das Passwort aus der E-Mail gilt nur einmal. Denken Sie sich ein neues aus"),
        UNCHANGED: _("Das ist Ihr bisheriges Passwort. Denken Sie sich ein neues aus"),
    }[problem]


def read_chosen_password(data: Mapping[str, str], *, email: str) -> Form:
    """One password field; the password itself is never kept for showing."""
    form = Form()
    problem = password_problem(data.get("password", ""), context=context_words(email=email))
    if problem:
        form.refuse("password", sentence_for(problem))
    return form
