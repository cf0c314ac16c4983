"""CSV that German spreadsheets open, and CSV for programs; no cell of it can be a formula (WEB11)."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from django.http import HttpResponse

Cell = str | Decimal | date | datetime | int | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def csv_file(name: str, rows: Iterable[Sequence[Cell]], *, technical: bool = False) -> HttpResponse:
    """A download. For people: UTF-8 with BOM, semicolon, decimal comma, German dates; technical: ISO and dot."""
    text = StringIO()
    writer = csv.writer(text, delimiter="," if technical else ";")
    for row in rows:
        writer.writerow([_technical(cell) if technical else _german(cell) for cell in row])
    body = text.getvalue().encode("utf-8" if technical else "utf-8-sig")
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _german(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y")
    return _technical(cell)


def _technical(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) and isinstance(cell, str) else text
