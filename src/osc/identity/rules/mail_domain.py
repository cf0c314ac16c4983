"""The part of an e-mail address that somebody registered."""

from collections.abc import Collection

# second levels under which others register their names: .co.uk, .com.tr
SHORT_SECOND_LEVEL = 3


def registrable_domain(email: str) -> str:
    """`x@a.b.example.de` → `example.de`; without a list of suffixes a short second level counts as one."""
    labels = email.rpartition("@")[2].lower().rstrip(".").split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= SHORT_SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def is_counted(email: str, *, big_providers: Collection[str]) -> bool:
    """False where everybody has a mailbox: the domain says nothing about who asks."""
    return registrable_domain(email) not in big_providers
