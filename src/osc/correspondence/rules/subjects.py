"""Subjects that the law prescribes: a change of price must be named there (R-VTR-3)."""

REQUIRED = {"price_change": ("Preisänderung:", "Price change:")}


def check_subject(template: str, subject: str) -> None:
    """Raises ValueError when the mail or letter hides what it is about."""
    required = REQUIRED.get(template, ())
    if required and not subject.startswith(required):
        raise ValueError(f"the subject of {template} must begin with {' or '.join(required)}, not {subject!r}")
