"""What makes a password good enough (R-SEC: length, no lists, nothing else)."""

SHORTEST, LONGEST = 12, 200


def too_short(password: str) -> bool:
    """Fewer than 12 characters, counted as people count them."""
    return len(password) < SHORTEST


def too_long(password: str) -> bool:
    """More than 200 characters, so that hashing can't be used to tire the server."""
    return len(password) > LONGEST
