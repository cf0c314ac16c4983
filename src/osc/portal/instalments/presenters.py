"""From an outlook to what the pages about instalments say. Gross EUR."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from osc.billing.instalments.outlook import Outlook
from osc.billing.instalments.rows import ContractRow
from osc.billing.rules.instalments.amounts import Outcome
from osc.billing.rules.instalments.costs import PriceStep
from osc.billing.rules.instalments.schedule import Due
from osc.design.language import gettext as _
from osc.portal.instalments.words import band, verdict


@dataclass(frozen=True, slots=True)
class Preview:
    """The result panel for one amount. `warns` only when the whole range asks for money (ux D1)."""

    on: date
    result: Outcome
    commodity: str
    rest: Decimal
    warns: bool

    @property
    def verdict(self) -> str:
        """The headline."""
        return verdict(self.result)

    @property
    def band(self) -> str:
        """Between what it may end; a list says the headline only."""
        return band(self.result, self.commodity)

    @property
    def costs(self) -> Decimal:
        return self.result.costs

    @property
    def payments(self) -> Decimal:
        return self.result.payments

    @property
    def cost_width(self) -> Decimal:
        return self._width(self.costs)

    @property
    def payment_width(self) -> Decimal:
        return self._width(self.payments)

    def _width(self, amount: Decimal) -> Decimal:
        """Percent of the drawing, against the larger of both bars."""
        top = max(self.costs, self.payments, Decimal(1))
        return max(Decimal(0), (amount / top * Decimal("99.5"))).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class InstalmentView:
    """One contract as its pages show it."""

    id: str
    commodity: str
    account_number: str
    place: str
    by_debit: bool
    meter_id: str
    outlook: Outlook

    @property
    def price(self) -> PriceStep | None:
        """The last price of the period."""
        return self.outlook.prices[-1][0] if self.outlook.prices else None


def present_instalment(row: ContractRow, outlook: Outlook) -> InstalmentView:
    """A row of the page's statement with its outlook."""
    return InstalmentView(
        id=row.id, commodity=row.commodity, account_number=row.number,
        place=f"{row.street} {row.house_number}", by_debit=row.payment_method == "direct_debit",
        meter_id=row.meters[0].id if row.meters and not row.remote else "", outlook=outlook,
    )  # fmt: skip


def preview(view: InstalmentView, amount: Decimal) -> Preview | None:
    """The panel for an amount; None when nothing can be foretold."""
    result = view.outlook.result(amount)
    if result is None or view.outlook.reach is None or view.outlook.forecast is None:
        return None
    return Preview(
        on=view.outlook.forecast.period.last_day,
        result=result,
        commodity=view.commodity,
        rest=amount * view.outlook.reach.remaining,
        warns=result.all_due and view.outlook.forecast.from_readings,
    )


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One line of the payment schedule."""

    on: date
    amount: Decimal
    state: str
    kind: str
    chosen: bool


def schedule_rows(dues: Sequence[Due], *, today: date, changed_from: date | None) -> list[ScheduleRow]:
    """The due days of the periods that run or come, with how far each payment is."""
    return [_line(due, today, changed_from) for due in dues if due.billing.end > today]


def _line(due: Due, today: date, changed_from: date | None) -> ScheduleRow:
    if due.returned:
        state, kind = _("zurückgegeben"), "warn"
    elif due.paid:
        state, kind = _("gezahlt"), "ok"
    elif due.on < today:
        state, kind = _("noch nicht verbucht"), ""
    else:
        state, kind = _("geplant"), "info"
    return ScheduleRow(due.on, due.amount, state, kind, changed_from is not None and due.on >= changed_from)
