"""Looks at the pages that the law wants to be there, as a customer would (R-KUE-8, R-WID-1)."""

from collections.abc import Callable

LABELS = {
    "/anmelden/": ("Verträge hier kündigen", "Vertrag widerrufen"),
    "/kuendigen/": ("jetzt kündigen",),
    "/widerrufen/": ("Vertrag widerrufen", "Verträge hier kündigen"),
}


def missing_labels(fetch: Callable[[str], str]) -> list[str]:
    """What a customer would not find, one sentence each; `fetch` returns the text of a path, "" when there is none."""
    pages = {path: fetch(path) for path in LABELS}
    return [f"{path}: no “{label}”" for path, labels in LABELS.items() for label in labels if label not in pages[path]]
