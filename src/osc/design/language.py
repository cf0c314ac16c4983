"""The language of a page or mail. Pages ask for more than a hundred texts: the catalog is looked up once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation
from django.utils.translation.trans_real import translation as catalog_of

# a language is named in itself, for those who look for theirs
NAMES = {"de": "Deutsch", "en": "English"}
_catalog: ContextVar[DjangoTranslation | None] = ContextVar("catalog", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything inside is in this language, in templates and in code."""
    token = _catalog.set(catalog_of(language))
    try:
        with translation.override(language):
            yield
    finally:
        _catalog.reset(token)


def gettext(message: str) -> str:
    """One text in the language being spoken."""
    catalog = _catalog.get()
    return catalog.gettext(message) if catalog else translation.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """One or many, in the language being spoken."""
    catalog = _catalog.get()
    return (catalog or translation).ngettext(singular, plural, count)
