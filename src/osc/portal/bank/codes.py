"""Codes that banking apps read from the screen."""

from io import BytesIO

from markupsafe import Markup


def qr_code(text: str) -> Markup:
    """The code as SVG for the page, black on white in every colour scheme."""
    import segno  # seldom needed: processes start without it

    buffer = BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3, light="#fff", svgclass="qr",
        lineclass=None, nl=False,
    )  # fmt: skip
    return Markup(buffer.getvalue().decode())  # noqa: S704 - our own drawing
