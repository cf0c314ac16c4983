"""Typesetting PDFs that archives and screen readers accept: PDF/A-3a and PDF/UA-1 at once, without network."""

import importlib.util
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

FONT_PACKAGES = {"Hanken Grotesk": "fontpkg_hanken_grotesk", "Figtree": "fontpkg_figtree"}
STANDARDS = ["a-3a", "ua-1"]


def _font_files(package: str) -> str:
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.submodule_search_locations, f"{package} is a dependency"
    return str(Path(spec.submodule_search_locations[0]) / "files")


@cache
def _compiler(root: Path) -> "typst.Compiler":
    """One per process and folder of templates: it keeps fonts and parsed templates."""
    import typst  # seldom needed: processes start without it

    return typst.Compiler(
        root=str(root), font_paths=[_font_files(package) for package in FONT_PACKAGES.values()],
        ignore_system_fonts=True,
    )  # fmt: skip


def typeset(
    template: Path, data: Mapping[str, Any], *, now: datetime, attached_xml: str = "", standards: Sequence[str] = ()
) -> bytes:
    """The PDF of a template; `attached_xml` travels inside as factur-x.xml.

    Deterministic for the same input and time. Raises typst.TypstError for a faulty template.
    """
    inputs = {"data": json.dumps(data, default=str)} | ({"xml": attached_xml} if attached_xml else {})
    return _compiler(template.parent).compile(
        input=str(template), format="pdf", sys_inputs=inputs, pdf_standards=list(standards or STANDARDS),
        timestamp=int(now.timestamp()),
    )  # fmt: skip
