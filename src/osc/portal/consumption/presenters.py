"""From entries to sentence, stats, chart and table; in kWh or m³, or in euro as an estimate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from osc.design.language import gettext as _
from osc.design.language import spoken_language
from osc.foundation.german_output import MONTHS as MONTH_NAMES
from osc.foundation.german_output import format_date, format_date_long
from osc.foundation.period import Period
from osc.metering.rules.origins import Origin
from osc.portal.consumption.chart import NARROW, WIDE, Bar, Drawing, draw, step_line
from osc.portal.consumption.costs import Cost, PriceStep, cost_of
from osc.portal.consumption.entries import DAY, Entry, Sources, entries_of, quarters_of
from osc.portal.consumption.selection import DAYS, HOURS, MONTHS, YEARS, Selection
from osc.portal.overview.consumption import SAME_WITHIN_PERCENT

# fewer values, or a smaller change, are no news
LEAST_FOR_INSIGHT, LEAST_CHANGE_PERCENT = 4, 10
ORIGINS = {
    Origin.MEASURED: gettext_noop("gemessen"),
    Origin.READ: gettext_noop("abgelesen"),
    Origin.REPORTED: gettext_noop("von Ihnen mitgeteilt"),
    Origin.CALCULATED: gettext_noop("errechnet"),
    Origin.ESTIMATED: gettext_noop("geschätzt"),
    Origin.PROJECTED: gettext_noop("hochgerechnet"),
    Origin.NONE: gettext_noop("keine Daten"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; amounts are in the shown unit, None means no data."""

    name: str
    before: Decimal | None
    now: Decimal | None
    difference: Decimal | None
    origin: str
    exchange_on: date | None
    partly: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The sums behind sentence and stats: `now` and `before` cover the same spans, `before` may be unknown."""

    label: str
    label_before: str
    now: Decimal | None
    before: Decimal | None
    per_day: Decimal | None
    so_far: bool = False

    @property
    def percent(self) -> int | None:
        """Change in whole percent, half-up; None without a comparison."""
        if self.now is None or not self.before:
            return None
        return int(((self.now / self.before - 1) * 100).quantize(Decimal(1)))

    @property
    def direction(self) -> str:
        """ "same" within two percent, else "more" or "less"; "" without a comparison."""
        if self.percent is None:
            return ""
        if abs(self.percent) <= SAME_WITHIN_PERCENT:
            return "same"
        return "more" if self.percent > 0 else "less"


@dataclass(frozen=True, slots=True)
class Insight:
    """One thing worth noticing, with its numbers: "most", or "changed" by `percent` against the year before."""

    kind: str
    name: str
    amount: Decimal
    percent: int = 0


@dataclass(frozen=True, slots=True)
class ConsumptionView:
    """The whole page about one contract."""

    selection: Selection
    unit: str
    places: int
    lines: tuple[Line, ...]
    drawings: tuple[Drawing, ...]
    summary: Summary
    shown: Bar | None
    insights: tuple[Insight, ...]
    title: str
    load: tuple[str, Decimal] | None
    newest: date | None

    @property
    def has(self) -> set[str]:
        """The kinds of column that the legend explains."""
        return set(self.drawings[0].parts)

    @property
    def empty(self) -> bool:
        return not self.has


def present_consumption(
    selection: Selection, sources: Sources, steps: Sequence[PriceStep], *, today: date
) -> ConsumptionView:
    """Everything the page shows, from the rows of its statement."""
    entries = entries_of(selection, sources)
    bars = [_bar(selection, entry, steps) for entry in entries]
    unit = "€" if selection.euro else _unit(sources)
    slots = quarters_of(selection, sources) if selection.view == HOURS and not selection.euro else []
    narrow = [bar._replace(before=None) for bar in bars] if selection.view == DAYS else bars
    return ConsumptionView(
        selection=selection,
        unit=unit,
        places=2 if selection.euro else _places(selection, unit),
        lines=tuple(_line(entry, bar) for entry, bar in zip(entries, bars, strict=True)),
        drawings=(draw(bars, WIDE), draw(narrow, NARROW)),
        summary=_summary(selection, entries, bars, sources),
        shown=_shown(selection, bars),
        insights=tuple(_insights(selection, bars)),
        title=_title(selection, entries),
        load=step_line([slot.used for slot in slots], WIDE) if slots else None,
        newest=max(sources.days, default=None),
    )


def _shown(selection: Selection, bars: Sequence[Bar]) -> Bar | None:
    """What the line above the chart reads out: the last complete span, of a day its highest hour."""
    known = [bar for bar in bars if bar.now is not None]
    if selection.view == HOURS:
        return max(known, key=lambda bar: bar.now or Decimal(0), default=None)
    return known[-1] if known else None


def _insights(selection: Selection, bars: Sequence[Bar]) -> Iterator[Insight]:
    """At most two, by rule, without praise or blame (ux 4)."""
    known = [bar for bar in bars if bar.now is not None and bar.whole]
    if len(known) < LEAST_FOR_INSIGHT or selection.view in {YEARS, HOURS}:
        return
    most = max(known, key=lambda bar: bar.whole or Decimal(0))
    yield Insight("most", most.name, most.whole or Decimal(0))
    pairs = [(bar, bar.whole, bar.before) for bar in known if bar.before]
    changes = [(bar, now, int(((now / before - 1) * 100).quantize(Decimal(1)))) for bar, now, before in pairs if now]
    if changes:
        bar, now, percent = max(changes, key=lambda change: abs(change[2]))
        if abs(percent) >= LEAST_CHANGE_PERCENT:
            yield Insight("changed", bar.name, now, percent)


def _unit(sources: Sources) -> str:
    return next((row["unit"] for row in sources.years.values()), "kWh")


def _places(selection: Selection, unit: str) -> int:
    if selection.view == HOURS:
        return 2
    return 1 if unit == "m3" or selection.view == DAYS else 0


def _bar(selection: Selection, entry: Entry, steps: Sequence[PriceStep]) -> Bar:
    """Amounts as they are, or what they cost; the standing charge is a segment of its own."""
    before, now, projected, standing = entry.before, entry.now, entry.projected, None
    if selection.euro:
        earlier = _year_earlier(entry.period)
        cost = _cost(now if now is not None else projected, entry, entry.period, steps, selection)
        cost_before = _cost(before, entry, earlier, steps, selection) if earlier else None
        before = cost_before.used + cost_before.standing if cost_before else None
        standing = cost.standing if cost else None
        if now is not None and projected is not None:
            extra = _cost(projected, entry, entry.period, steps, selection)
            now, projected = cost.used if cost else None, extra.used if extra else None
        else:
            now, projected = (cost.used if cost and now is not None else None,
                              cost.used if cost and projected is not None else None)  # fmt: skip
    return Bar(
        label=_label(selection, entry), short=_short(selection, entry), name=_name(selection, entry),
        before=before, now=now, projected=projected, standing=standing,
        href=selection.address(view=entry.down[0], day=entry.down[1]) if entry.down else "",
        mark=format_date(entry.exchange_on, spoken_language()) if entry.exchange_on else "",
        guessed=entry.origin == Origin.ESTIMATED,
    )  # fmt: skip


def _cost(
    amount: Decimal | None, entry: Entry, period: Period, steps: Sequence[PriceStep], selection: Selection
) -> Cost | None:
    if amount is None:
        return None
    found = cost_of(amount, period, steps, selection.commodity)
    # an hour carries no share of the standing charge
    return Cost(found.used, Decimal(0)) if found and entry.slot is not None else found


def _year_earlier(period: Period) -> Period | None:
    try:
        return Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    except ValueError:
        return None


def _month(day: date) -> str:
    return MONTH_NAMES[spoken_language()][day.month - 1]


def _label(selection: Selection, entry: Entry) -> str:
    start = entry.period.start
    if entry.slot is not None:
        return entry.slot.clock[:2]
    return {YEARS: str(start.year), MONTHS: _month(start)[:3], DAYS: str(start.day)}[selection.view]


def _short(selection: Selection, entry: Entry) -> str:
    label = _label(selection, entry)
    if selection.view == MONTHS:
        return label[:1]
    return label


def _name(selection: Selection, entry: Entry) -> str:
    start = entry.period.start
    if entry.slot is not None:
        return _("%(clock)s Uhr (UTC%(offset)s)") % {"clock": entry.slot.clock, "offset": entry.slot.offset}
    if selection.view == YEARS:
        return str(start.year)
    if selection.view == MONTHS:
        return f"{_month(start)} {start.year}"
    return format_date(start, spoken_language())


def _line(entry: Entry, bar: Bar) -> Line:
    now = bar.whole
    return Line(
        name=bar.name,
        before=bar.before,
        now=now,
        difference=None if bar.before is None or now is None else now - bar.before,
        origin=_origin(entry, bar),
        exchange_on=entry.exchange_on,
        partly=entry.partly,
    )


def _origin(entry: Entry, bar: Bar) -> str:
    """A running year is measured so far and projected from here on."""
    if bar.whole is None:
        return origin_label(Origin.NONE)
    if bar.now is not None and bar.projected is not None:
        return f"{origin_label(entry.origin)}, {origin_label(Origin.PROJECTED)}"
    return origin_label(entry.origin)


def origin_label(origin: Origin) -> str:
    """Where a value comes from, in words (R-ABL-1, R-INF-10)."""
    return _(ORIGINS[origin])


def _span(selection: Selection, *, years_back: int = 0) -> str:
    day = selection.day
    year = day.year - years_back
    if selection.view == HOURS:
        return format_date_long(day.replace(year=year) if day.day < 29 or day.month != 2 else day, spoken_language())
    return f"{_month(day)} {year}" if selection.view == DAYS else str(year)


def _title(selection: Selection, entries: Sequence[Entry]) -> str:
    if selection.view != YEARS or not entries:
        return _span(selection)
    first, last = entries[0].period.start.year, entries[-1].period.start.year
    return _("%(first)s bis %(last)s") % {"first": first, "last": last} if first < last else str(last)


def _summary(selection: Selection, entries: Sequence[Entry], bars: Sequence[Bar], sources: Sources) -> Summary:
    if selection.view == YEARS:
        return _summary_of_years(entries, bars)
    known = [(entry, bar) for entry, bar in zip(entries, bars, strict=True) if bar.now is not None]
    now = sum((bar.whole or Decimal(0) for _entry, bar in known), Decimal(0)) if known else None
    befores = [bar.before for _entry, bar in known]
    whole = [value for value in befores if value is not None]
    before = sum(whole, Decimal(0)) if whole and len(whole) == len(befores) else None
    if selection.view == HOURS:
        before = _day_before(selection, sources)
    days = 1 if selection.view == HOURS else sum(entry.period.days for entry, _bar in known)
    until = ""
    if selection.view == MONTHS and known and len(known) < len(entries):
        until = " " + _("bis %(month)s") % {"month": _month(known[-1][0].period.start)}
    return Summary(
        _span(selection) + until, _span(selection, years_back=1) + until, now, before,
        now / days if now is not None and days else None, so_far=bool(until),
    )  # fmt: skip


def _day_before(selection: Selection, sources: Sources) -> Decimal | None:
    earlier = selection.period_before
    row = sources.days.get(earlier.start) if earlier and not selection.euro else None
    return Decimal(row["total"]).scaleb(-3) if row else None


def _summary_of_years(entries: Sequence[Entry], bars: Sequence[Bar]) -> Summary:
    """The last complete year beside the one before."""
    whole = [
        (entry, bar) for entry, bar in zip(entries, bars, strict=True)
        if bar.now is not None and bar.projected is None and not entry.partly
    ]  # fmt: skip
    if not whole:
        return Summary("", "", None, None, None)
    entry, bar = whole[-1]
    earlier: list[Any] = [each for each, its in whole if each.period.end == entry.period.start]
    before = next((its.whole for each, its in whole if each in earlier), None)
    year = entry.period.start.year
    now = bar.whole
    return Summary(str(year), str(year - 1), now, before, now / entry.period.days if now is not None else None)


def neighbours(view: ConsumptionView, today: date) -> tuple[str, str]:
    """The addresses of the span before and after; empty where there is none."""
    selection = view.selection
    if selection.view == YEARS:
        return "", ""
    period = selection.period
    back = selection.address(day=period.start - DAY)
    on = selection.address(day=period.end) if period.end < today else ""
    return back, on
