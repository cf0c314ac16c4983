"""What a log-in chooses: language and display."""

from uuid import UUID

from osc.identity.models import PortalUser


def change_language(*, user_id: UUID, language: str) -> None:
    """Stores the language for pages and mails."""
    PortalUser.objects.filter(id=user_id).update(language=language)


def change_theme(*, user_id: UUID, theme: str) -> None:
    """Stores the display: "" (as the device), "light" or "dark"."""
    PortalUser.objects.filter(id=user_id).update(theme=theme)
