"""Geometry of the column chart: numbers to paths, in whole units of the drawing. No colours, no words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_LINES = 4
ROUND = 2
PAIR_SHARE, SINGLE_SHARE = 0.36, 0.66


class Bar(NamedTuple):
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
        if self.now is self.projected is self.standing is None:
            return None
        return (self.now or Decimal(0)) + (self.projected or 0) + (self.standing or 0)


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


class Place(NamedTuple):
    """Where one bar's name stands and the path of the area that can be tapped."""

    bar: Bar
    middle: int
    area: str

    @property
    def empty(self) -> bool:
        """A gap: nothing is known."""
        return self.bar.before is None and self.bar.whole is None


class Line(NamedTuple):
    """A line of the grid with its value; the first is the floor."""

    y: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template needs to draw."""

    size: Size
    grid: str
    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    # the path of all columns of a part: before, now, guess, projected or standing
    parts: Mapping[str, str]
    every: int

    @property
    def leads_on(self) -> bool:
        """With links in it, it is more than a picture."""
        return any(place.bar.href for place in self.places)

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
    slot = (size.width - size.left) / max(1, len(bars))
    pairs = any(bar.before is not None for bar in bars)
    floor, room = size.floor, size.floor - size.top
    # places are whole pixels: binary numbers are exact enough here
    per_pixel = float(top) / room
    lines = tuple(Line(floor - round(room * number / count), step * number) for number in range(count + 1))
    grid = "".join(f"M{size.left} {line.y}H{size.width}" for line in lines[1:])
    width = max(2, int(slot * (PAIR_SHARE if pairs else SINGLE_SHARE)))
    places, paths = [], defaultdict[str, list[str]](list)
    for index, bar in enumerate(bars):
        left = int(size.left + slot * index)
        middle = int(size.left + slot * index + slot / 2)
        places.append(Place(bar, middle, f"M{left} {size.top}h{int(slot)}V{floor}h-{int(slot)}z"))
        x = middle + 1 if pairs else middle - width // 2
        under = floor
        for part, upto in _parts(bar):
            y = floor - round(float(upto) / per_pixel)
            if part == "before":
                paths[part].append(_column(middle - width - 1, floor, width, floor - y))
            else:
                paths[part].append(_column(x, under, width, under - y))
                under = y
    # names that would touch are left out
    every = 1 if slot >= 18 else 5
    return Drawing(size, grid, lines, tuple(places), {part: "".join(path) for part, path in paths.items()}, every)


def _parts(bar: Bar) -> Iterator[tuple[str, Decimal]]:
    """What of a bar is known and how high it reaches; the parts of now stand on each other."""
    if bar.before is not None:
        yield "before", bar.before
    upto = Decimal(0)
    for part, value in (("guess" if bar.guessed else "now", bar.now), ("projected", bar.projected),
                        ("standing", bar.standing)):  # fmt: skip
        if value is not None:
            upto += value
            yield part, upto


def _step(highest: Decimal) -> Decimal:
    """The smallest round step that needs at most four lines."""
    if highest <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb((highest / MOST_LINES).adjusted())
    return next(power * step for step in STEPS if highest / (power * step) <= MOST_LINES)


def _y(value: Decimal, top: Decimal, size: Size) -> int:
    return size.floor - int(value / top * (size.floor - size.top))


def _column(x: int, floor: int, width: int, height: int) -> str:
    """A rectangle with round shoulders where there is room for them; nothing is drawn below the floor."""
    height = max(height, 0)
    if width <= 5 or height <= ROUND:
        return f"M{x} {floor}v-{height}h{width}v{height}z"
    straight, flat = height - ROUND, width - 2 * ROUND
    left, right = f"q0-{ROUND} {ROUND}-{ROUND}", f"q{ROUND} 0 {ROUND} {ROUND}"
    return f"M{x} {floor}v-{straight}{left}h{flat}{right}v{straight}z"


def step_line(values: Sequence[Decimal | None], size: Size) -> tuple[str, Decimal]:
    """The path of a load curve with a gap where nothing was measured, and its highest value."""
    highest = max((value for value in values if value is not None), default=Decimal(0))
    slot = (size.width - size.left) / max(1, len(values))
    path, drawing = "", False
    for index, value in enumerate(values):
        if value is None:
            drawing = False
            continue
        x, y = int(size.left + slot * index), _y(value, highest or Decimal(1), size)
        path += f"V{y}H{int(size.left + slot * (index + 1))}" if drawing else f"M{x} {y}H{int(x + slot)}"
        drawing = True
    return path, highest
