"""Codes that banking apps read from the screen."""

from functools import lru_cache
from io import BytesIO

from markupsafe import Markup


@lru_cache(maxsize=256)
def qr_code(text: str) -> Markup:
    """The code as SVG for the page, black on white in every colour scheme; the same data stands beside it as text.

    Kept, because choosing the best of the standard's eight patterns takes longer than the rest of a page.
    """
    import segno  # seldom needed: processes start without it

    buffer = BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff", svgclass="qr",
        lineclass=None, nl=False,
    )  # fmt: skip
    return Markup(buffer.getvalue().decode())  # noqa: S704 - our own drawing
