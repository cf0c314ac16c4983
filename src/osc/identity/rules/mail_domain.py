"""The part of an e-mail address that somebody registered."""

from collections.abc import Collection

# second levels under which others register their names: .co.uk, .com.tr, .or.at
SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gov", "gv", "ne", "net", "or", "org"})


def registrable_domain(email: str) -> str:
    """`x@a.b.example.de` → `example.de`; the usual second levels are known, the rest of the world's is not."""
    labels = email.rpartition("@")[2].lower().rstrip(".").split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def is_counted(email: str, *, big_providers: Collection[str]) -> bool:
    """False where everybody has a mailbox: the domain says nothing about who asks."""
    return registrable_domain(email) not in big_providers
