"""The reading form: German numbers and dates, one sentence per problem, what was typed stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language

from osc.design.language import gettext as _
from osc.foundation.german_input import InputRefused, parse_date, parse_reading
from osc.foundation.german_output import format_date, format_quantity
from osc.metering.rules.dates import DateProblem, check_read_on
from osc.portal.forms import Form
from osc.portal.readings.origins import register_label
from osc.portal.readings.presenters import MeterView, RegisterView


@dataclass
class ReadingForm(Form):
    """As typed, plus what it means: values by register id, the day, whether decimals were cut."""

    readings: dict[str, Decimal] = field(default_factory=dict)
    read_on: date | None = None
    cut: bool = False


def read_reading(data: Mapping[str, str], meter: MeterView, *, today: date) -> ReadingForm:
    """Reads one value per register and the day (R-ABL-5, R-ABL-6, R-ABL-7)."""
    names = [register.field for register in meter.registers]
    form = ReadingForm(Form.read(data, *names, "when", "read_on", "other").values)
    for register in meter.registers:
        _read_value(form, register)
    _read_day(form, meter, today)
    return form


def _read_value(form: ReadingForm, register: RegisterView) -> None:
    try:
        reading = parse_reading(form[register.field], digits=register.digits, decimals=register.decimals)
    except InputRefused as refused:
        form.refuse(register.field, _value_sentence(refused.code, form[register.field], register))
        return
    if reading.other is not None:
        _choose(form, register, reading.value, reading.other)
        return
    form.readings[register.id] = reading.value
    form.cut = form.cut or reading.cut


def _choose(form: ReadingForm, register: RegisterView, thousands: Decimal, decimals: Decimal) -> None:
    """ "3.427" on a register with decimals: the one that can be right, else ask (R-ABL-5)."""
    possible = [value for value in (thousands, decimals) if register.last is None or value >= register.last]
    if len(possible) == 1:
        form.readings[register.id] = possible[0]
        return
    language = (get_language() or "de")[:2]
    first, second = (format_quantity(value, register.unit, language) for value in (thousands, decimals))
    form.refuse(
        register.field,
        _("Meinten Sie %(first)s oder %(second)s? Schreiben Sie Nachkommastellen mit Komma")
        % {"first": first, "second": second},
    )


def _value_sentence(code: str, typed: str, register: RegisterView) -> str:
    if code == "too_many_digits":
        count = sum(character.isdigit() for character in typed.split(",")[0])
        return _("Der Zähler hat %(digits)s Stellen. Sie haben %(count)s eingegeben") % {
            "digits": register.digits,
            "count": count,
        }
    if register.label in {"HT", "NT"} and code == "empty":
        return _("Geben Sie auch den Zählerstand für %(label)s ein") % {"label": register_label(register.label)}
    return _("Geben Sie den Zählerstand nur mit Ziffern ein, zum Beispiel %(example)s") % {
        "example": "17925" if register.decimals == 0 else "412,345"
    }


def _read_day(form: ReadingForm, meter: MeterView, today: date) -> None:
    if form["when"] != "other":
        form.values["when"] = "today"
        form.read_on = today
    else:
        try:
            form.read_on = parse_date(form["read_on"])
        except InputRefused:
            language = (get_language() or "de")[:2]
            example = format_date(today, language) if language == "de" else f"{today:%d.%m.%Y}"
            form.refuse("read_on", _("Geben Sie ein Datum ein, zum Beispiel %(example)s") % {"example": example})
            return
    problem = check_read_on(
        form.read_on,
        today=today,
        installed_on=meter.installed_on,
        last_day=meter.last_day,
        last_billed_on=meter.last_billed_on,
        last_read_on=meter.last_read_on,
        oldest_days=settings.UTILITY.readings.rule_on(meter.commodity, form.read_on).max_age_days,
    )
    if problem is not None:
        form.refuse("read_on", _day_sentence(problem, meter))


def _day_sentence(problem: DateProblem, meter: MeterView) -> str:
    language = (get_language() or "de")[:2]
    day = meter.last_read_on or meter.installed_on
    return {
        DateProblem.FUTURE: _("Das Ablesedatum darf nicht in der Zukunft liegen"),
        DateProblem.BEFORE_INSTALLATION: _(
            "An diesem Tag hing der Zähler noch nicht. Er ist seit dem %(day)s eingebaut. Prüfen Sie das Datum"
        )
        % {"day": format_date(meter.installed_on, language)},
        DateProblem.AFTER_REMOVAL: _after_removal(meter, language),
        DateProblem.ALREADY_BILLED: _("Dieser Zeitraum ist schon abgerechnet. Nehmen Sie ein späteres Datum"),
        DateProblem.BEFORE_LAST: _("Das Datum liegt vor Ihrer letzten Ablesung am %(day)s")
        % {"day": format_date(day, language)},
        DateProblem.TOO_OLD: _("Das Datum liegt zu lange zurück. Lesen Sie heute noch einmal ab"),
    }[problem]


def _after_removal(meter: MeterView, language: str) -> str:
    """Names the day of the exchange or the end of the contract (BIZ15)."""
    day = format_date(meter.last_day, language) if meter.last_day else ""
    if meter.removed_on is not None and meter.removed_on == meter.last_day:
        return _("Dieser Zähler wurde am %(day)s ausgebaut. Für spätere Tage gilt der neue Zähler") % {"day": day}
    return _("Ihr Vertrag endete am %(day)s. Nehmen Sie einen Tag bis dahin") % {"day": day}


REASONS = ("HEALTH", "NO_ACCESS", "DISPLAY", "OTHER")


def reason_label(reason: str) -> str:
    """Why somebody can't read the meter."""
    return {
        "HEALTH": _("Ich kann es gesundheitlich nicht"),
        "NO_ACCESS": _("Ich komme nicht an den Zähler"),
        "DISPLAY": _("Ich kann die Anzeige nicht lesen"),
        "OTHER": _("Ein anderer Grund"),
    }[reason]


def read_objection(data: Mapping[str, str]) -> Form:
    """One of the reasons (R-ABL-3)."""
    form = Form.read(data, "reason")
    if form["reason"] not in REASONS:
        form.refuse("reason", _("Wählen Sie einen Grund aus"))
    return form
