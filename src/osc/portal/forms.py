"""What every form shares: values as typed, and errors that say what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from osc.design.language import gettext as _


@dataclass
class Form:
    """Values as typed (for showing them again) and one sentence per field that needs another look."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, str], *names: str) -> "Form":
        """Takes the named fields out of a POST; NUL characters are dropped, blanks around are not kept."""
        return cls({name: data.get(name, "").replace("\x00", "").strip()[:500] for name in names})

    def refuse(self, name: str, sentence: str) -> None:
        """Keeps the first sentence for a field."""
        self.errors.setdefault(name, sentence)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def read_submission_key(data: Mapping[str, str]) -> UUID | None:
    """The hidden key of a form; None when it was tampered with."""
    try:
        return UUID(data.get("submission_key", ""))
    except ValueError:
        return None


def stale_form() -> str:
    """The sentence for a form whose key can't be used."""
    return _("Dieses Formular ist veraltet. Laden Sie die Seite neu und senden Sie es noch einmal.")
