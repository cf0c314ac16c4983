"""The language of a page or mail. Pages ask for more than a hundred texts: each is looked up once per language."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.utils import translation
from django.utils.translation.trans_real import translation as catalog_of

# a language is named in itself, for those who look for theirs
NAMES = {"de": "Deutsch", "en": "English"}


class _Texts(dict[str, str]):
    """The texts of one language; a missing one is fetched from the catalog."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.catalog = language, catalog_of(language)

    def __missing__(self, message: str) -> str:
        self[message] = text = self.catalog.gettext(message)
        return text


_spoken: ContextVar[_Texts | None] = ContextVar("spoken", default=None)


@cache
def _texts_of(language: str) -> _Texts:
    return _Texts(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything inside is in this language, in templates and in code."""
    token = _spoken.set(_texts_of(language))
    try:
        with translation.override(language):
            yield
    finally:
        _spoken.reset(token)


def text_in(language: str, message: str) -> str:
    """One text in a language."""
    return _texts_of(language)[message]


def spoken_language() -> str:
    """The language being spoken, `de` or `en`; pages ask for it at every number."""
    texts = _spoken.get()
    return (translation.get_language() or "de")[:2] if texts is None else texts.language


def gettext(message: str) -> str:
    """One text in the language being spoken."""
    texts = _spoken.get()
    return translation.gettext(message) if texts is None else texts[message]


def ngettext(singular: str, plural: str, count: int) -> str:
    """One or many, in the language being spoken."""
    texts = _spoken.get()
    return (translation if texts is None else texts.catalog).ngettext(singular, plural, count)
