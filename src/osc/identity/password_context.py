"""The words that anybody would try first for this person at this utility (ASVS 6.1.2)."""

import re

from django.conf import settings

COMMON = ("Stadtwerke", "Strom", "Energie", "Passwort", "Password", "OSC", "Online-Service-Center")


def context_words(*, email: str) -> list[str]:
    """Names of the utility and its town, the e-mail address and its parts."""
    utility = settings.UTILITY
    places = [*re.split(r"[\s\d]+", utility.name), *re.split(r"[\s\d]+", utility.contact.city)]
    name, _, domain = email.partition("@")
    return [*COMMON, *places, email, name, *re.split(r"[._+\-]+", name), domain, *domain.split(".")[:-1]]
