"""Geometry of the column chart: numbers to rectangles, in whole units of the drawing. No colours, no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_LINES = 4
PAIR_SHARE, SINGLE_SHARE = Decimal("0.36"), Decimal("0.66")


@dataclass(frozen=True, slots=True)
class Bar:
    """One place of the chart: the value of the year before, the measured, projected and standing part of now.

    None is a gap, never 0 (R-INF-10). `href` leads further down.
    """

    label: str
    short: str
    name: str
    before: Decimal | None
    now: Decimal | None
    projected: Decimal | None = None
    standing: Decimal | None = None
    href: str = ""
    mark: str = ""
    guessed: bool = False

    @property
    def whole(self) -> Decimal | None:
        """All parts of now together."""
        known = [each for each in (self.now, self.projected, self.standing) if each is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing with room for the scale on the left and names below."""

    name: str
    width: int
    height: int
    left: int
    bottom: int = 26
    top: int = 12

    @property
    def floor(self) -> int:
        """Where the columns stand."""
        return self.height - self.bottom


@dataclass(frozen=True, slots=True)
class Column:
    """A rectangle; `part` is before, now, guess, projected or standing."""

    part: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Place:
    """One bar's columns, where its name stands and the area that can be tapped."""

    bar: Bar
    columns: tuple[Column, ...]
    middle: int
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """A grid line with its value."""

    y: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template needs to draw."""

    size: Size
    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    every: int

    @property
    def decimals(self) -> int:
        """As many as the finest value of the scale needs."""
        return max(0, *(-int(line.value.normalize().as_tuple().exponent) for line in self.lines))


WIDE = Size("wide", 860, 300, 56)
NARROW = Size("narrow", 340, 240, 44)


def draw(bars: Sequence[Bar], size: Size) -> Drawing:
    """Places columns from a zero line that is never cut; pairs when there is anything to compare with."""
    highest = max((value for bar in bars for value in (bar.before, bar.whole) if value is not None), default=Decimal(0))
    step = _step(highest)
    count = max(1, int((highest / step).to_integral_value(rounding=ROUND_CEILING)))
    top = step * count
    slot = Decimal(size.width - size.left) / max(1, len(bars))
    pairs = any(bar.before is not None for bar in bars)
    lines = tuple(Line(_y(step * number, top, size), step * number) for number in range(count + 1))
    places = tuple(_place(bar, index, slot, top, size, pairs) for index, bar in enumerate(bars))
    # names that would touch are left out
    every = 1 if slot >= 18 else 5
    return Drawing(size, lines, places, every)


def _step(highest: Decimal) -> Decimal:
    """The smallest round step that needs at most four lines."""
    if highest <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb((highest / MOST_LINES).adjusted())
    return next(power * step for step in STEPS if highest / (power * step) <= MOST_LINES)


def _y(value: Decimal, top: Decimal, size: Size) -> int:
    return size.floor - int(value / top * (size.floor - size.top))


def _place(bar: Bar, index: int, slot: Decimal, top: Decimal, size: Size, pairs: bool) -> Place:
    left = size.left + slot * index
    width = max(2, int(slot * (PAIR_SHARE if pairs else SINGLE_SHARE)))
    columns, middle = [], int(left + slot / 2)
    if bar.before is not None:
        columns.append(_column("before", middle - width - 1, width, Decimal(0), bar.before, top, size))
    x = middle + 1 if pairs else middle - width // 2
    under = Decimal(0)
    for part, value in (("guess" if bar.guessed else "now", bar.now), ("projected", bar.projected),
                        ("standing", bar.standing)):  # fmt: skip
        if value is not None:
            columns.append(_column(part, x, width, under, value, top, size))
            under += value
    return Place(bar, tuple(columns), middle, int(left), int(slot))


def _column(part: str, x: int, width: int, under: Decimal, value: Decimal, top: Decimal, size: Size) -> Column:
    y = _y(under + value, top, size)
    return Column(part, x, y, width, _y(under, top, size) - y)


def step_line(values: Sequence[Decimal | None], size: Size) -> tuple[str, Decimal]:
    """The path of a load curve with a gap where nothing was measured, and its highest value."""
    highest = max((value for value in values if value is not None), default=Decimal(0))
    slot = Decimal(size.width - size.left) / max(1, len(values))
    path, drawing = "", False
    for index, value in enumerate(values):
        if value is None:
            drawing = False
            continue
        x, y = int(size.left + slot * index), _y(value, highest or Decimal(1), size)
        path += f"V{y}H{int(size.left + slot * (index + 1))}" if drawing else f"M{x} {y}H{int(x + slot)}"
        drawing = True
    return path, highest
