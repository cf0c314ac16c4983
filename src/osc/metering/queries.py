"""Reading meters and their readings. Pieces are SELECTs that a page puts into its one statement."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from osc.contracts.queries import PARTNER_NAME
from osc.foundation.identifiers import match_meter_number
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope
from osc.isolation.statements import run
from osc.metering.models import Meter

# old paper still names a removed meter (R-NUM-3)
OLD_NUMBER_DAYS = 60

# meters that hang today under contracts that run
HANGING = """c.contract_account_id = any(%(accounts)s) and m.missing_since is null and c.missing_since is null
      and (m.removed_on is null or m.removed_on > %(today)s) and (c.ends_on is null or c.ends_on > %(today)s)"""
# … and those that came off, or whose contract ended, a short while ago
REACHABLE = """c.contract_account_id = any(%(accounts)s) and m.missing_since is null and c.missing_since is null
      and (m.removed_on is null or m.removed_on > %(since)s) and (c.ends_on is null or c.ends_on > %(since)s)"""
# the reading that the utility asks for next; not of somebody who can't read (R-ABL-3)
REQUEST = """(select json_build_object('due_on', q.due_on, 'window_from', q.window_from, 'billing_on', q.billing_on)
            from metering_openrequest q where q.meter_id = m.id and q.billing_on > %(today)s
            order by q.due_on limit 1) as request"""
COMMODITY_ORDER = "array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text)"

# what the overview needs of a meter
METER_TASK_PIECE = f"""
    select m.id, m.number, m.remote, m.contract_id, c.commodity, {REQUEST}
    from metering_meter m join contracts_contract c on c.id = m.contract_id
    where {HANGING} order by {COMMODITY_ORDER}, m.number limit 200"""

# a meter with its registers, where it hangs and what it cost before and after a change of price
METER_PIECE = f"""
    select m.id, m.number, m.form, m.location, m.installed_on, m.removed_on, m.remote, c.id as contract_id,
           c.commodity, c.starts_on, c.ends_on, c.prices,
           a.id as account_id, a.number as account_number, p.street, p.house_number, p.city,
           (select json_agg(json_build_object('id', r.id, 'obis', r.obis, 'label', r.label, 'digits', r.digits,
                'decimals', r.decimals, 'unit', r.unit) order by r.obis)
            from metering_register r where r.meter_id = m.id and r.missing_since is null) as registers, {REQUEST}
    from metering_meter m
    join contracts_contract c on c.id = m.contract_id
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where {REACHABLE} order by a.number, {COMMODITY_ORDER}, m.removed_on nulls first, m.number limit 200"""

# the meters of one contract, also those that were removed, newest first
CONTRACT_METER_PIECE = """
    select m.id, m.number, m.form, m.location, m.installed_on, m.removed_on, m.remote
    from metering_meter m join contracts_contract c on c.id = m.contract_id
    where m.contract_id = %(contract)s and c.contract_account_id = any(%(accounts)s) and m.missing_since is null
    order by m.installed_on desc, m.number limit 20"""

# two years of monthly values of one contract
CONTRACT_CONSUMPTION_PIECE = """
    select y.year, y.unit, y.months, y.projected_from_month
    from metering_yearconsumption y join contracts_contract c on c.id = y.contract_id
    where y.contract_id = %(contract)s and c.contract_account_id = any(%(accounts)s) and y.missing_since is null
      and y.year >= extract(year from %(today)s::date) - 1
    order by y.year limit 4"""

# readings of a meter and of the meters before it under the same contract (R-VER-3, R-INF-6)
READING_PIECE = """
    select register_id, label, obis, unit, digits, decimals, meter_id, number, value::text as value, read_on, source,
           billed, state, case_id, plausibility, version, replaced
    from metering_anyreading
    where contract_id = (select contract_id from metering_meter where id = %(meter)s)
      and contract_account_id = any(%(accounts)s)
    order by read_on desc, meter_id, obis, version desc, source <> 'KUNDE' limit %(readings)s"""

# the newest reading of every other meter, for telling a mixed-up number
OTHER_METERS_PIECE = f"""
    select m.id as meter_id, m.contract_id, c.commodity, g.unit, l.value::text as value, l.read_on
    from metering_meter m join contracts_contract c on c.id = m.contract_id
    join metering_register g on g.meter_id = m.id and g.missing_since is null
    cross join lateral (select value, read_on from metering_meterreading r where r.register_id = g.id
        and r.missing_since is null order by read_on desc limit 1) l
    where {HANGING} and not m.remote and m.id <> %(meter)s
      and (select count(*) from metering_register o where o.meter_id = m.id and o.missing_since is null) = 1
    order by m.number limit 20"""

# two years of monthly values per running contract
CONSUMPTION_PIECE = """
    select y.contract_id, y.year, y.unit, y.months, y.projected_from_month,
           y.per_register_unit::text as per_register_unit
    from metering_yearconsumption y join contracts_contract c on c.id = y.contract_id
    where c.contract_account_id = any(%(accounts)s) and y.missing_since is null
      and y.year >= extract(year from %(today)s::date) - 1 and (c.ends_on is null or c.ends_on > %(today)s)
    order by y.contract_id, y.year limit 400"""


# the printed factors from m³ to kWh, newest first (R-VER-5)
FACTORS_PIECE = """
    select y.per_register_unit::text as per_unit, y.z_number::text as z, y.calorific_value::text as h
    from metering_yearconsumption y join metering_meter m on m.contract_id = y.contract_id
    where m.id = %(meter)s and y.per_register_unit is not null and y.missing_since is null
    order by y.year desc limit 1"""


# every supply whose consumption the customer may still see, also after moving out (R-INF-6)
SUPPLY_PIECE = f"""
    select c.id, c.commodity, c.starts_on, c.ends_on, c.prices, a.number as account_number, p.street, p.house_number,
           p.city, exists (select from metering_meter m where m.contract_id = c.id and m.remote
                           and m.missing_since is null) as remote
    from contracts_contract c join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where c.contract_account_id = any(%(accounts)s) and c.missing_since is null and c.starts_on <= %(today)s
    order by c.ends_on is not null and c.ends_on <= %(today)s, {COMMODITY_ORDER}, a.number, c.id limit 200"""

# every year of one contract
YEARS_PIECE = """
    select y.year, y.unit, y.months, y.projected_from_month
    from metering_yearconsumption y join contracts_contract c on c.id = y.contract_id
    where y.contract_id = %(contract)s and c.contract_account_id = any(%(accounts)s) and y.missing_since is null
    order by y.year desc limit 12"""

# where the values of a contract come from, and when its meters were exchanged
SOURCES_PIECE = """
    select distinct read_on, source from metering_anyreading
    where contract_id = %(contract)s and contract_account_id = any(%(accounts)s) and label <> 'FEED_IN'
      and not replaced and state <> 'rejected'
    order by read_on desc limit 200"""
EXCHANGES_PIECE = """
    select m.removed_on from metering_meter m join contracts_contract c on c.id = m.contract_id
    where m.contract_id = %(contract)s and c.contract_account_id = any(%(accounts)s) and m.removed_on is not null
      and m.missing_since is null order by 1 limit 20"""

# days in one or two spans, only within the own supply interval and the meter's time (R-INF-6)
_DAYS = """
    from metering_intervalday d join metering_meter m on m.id = d.meter_id
    join contracts_contract c on c.id = m.contract_id
    where m.contract_id = %(contract)s and c.contract_account_id = any(%(accounts)s)
      and (d.day >= %(start)s and d.day < %(end)s or d.day >= %(start_before)s and d.day < %(end_before)s)
      and d.day >= greatest(c.starts_on, m.installed_on) and d.day < coalesce(c.ends_on, 'infinity')
      and d.day <= coalesce(m.removed_on, 'infinity')
    order by d.day limit 800"""
# their sums: whether a quarter-hour is missing, or one of them a substitute value (E)
DAY_PIECE = f"""
    select d.day, d.total, array_position(d.watt_hours, null) is not null as partly,
           coalesce(strpos(d.status, 'E') > 0, false) as substituted {_DAYS}"""
# their quarter-hours
INTERVAL_PIECE = f"select d.day, d.total, d.watt_hours, d.status {_DAYS}"


@dataclass(frozen=True, slots=True)
class RegisterAtHand:
    """A register with what a submission needs to know about its meter and contract."""

    id: UUID
    external_id: str
    obis: str
    label: str
    unit: str
    meter_number: str
    meter_external_id: str
    remote: bool
    commodity: str
    account_id: UUID
    account_number: str
    business_partner_id: UUID
    partner_name: str


_REGISTERS = f"""
    select r.id, r.external_id, r.obis, r.label, r.unit, m.number, m.external_id, m.remote, c.commodity,
           a.id, a.number, m.business_partner_id, {PARTNER_NAME}{{also}}
    from metering_register r join metering_meter m on m.id = r.meter_id
    join contracts_contract c on c.id = m.contract_id
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_businesspartner p on p.id = m.business_partner_id
    where r.meter_id = %s and r.missing_since is null and m.missing_since is null and a.id = any(%s)"""
REGISTERS_OF_METER = _REGISTERS.format(also="")
REGISTERS_IN_TURN = _REGISTERS.format(also=", pg_advisory_xact_lock(hashtextextended(%s, 0))")


def registers_of_meter(scope: Scope, *, meter_id: UUID) -> dict[UUID, RegisterAtHand]:
    """The registers of one of the user's meters by id; empty when there is no such meter."""
    found = run(REGISTERS_OF_METER, [meter_id, scope.accounts_literal()]).fetchall()
    return {row[0]: RegisterAtHand(*row) for row in found}


def registers_in_turn(scope: Scope, *, meter_id: UUID, read_on: date) -> dict[UUID, RegisterAtHand]:
    """The same for who hands in a reading of this day: two devices with one meter and day take turns until the end
    of the transaction (BIZ14)."""
    found = run(REGISTERS_IN_TURN, [f"{meter_id}:{read_on}", meter_id, scope.accounts_literal()]).fetchall()
    return {row[0]: RegisterAtHand(*row[:-1]) for row in found}


@unscoped(reason="registration is evaluated by the worker before anybody is signed in")
def account_has_meter(contract_account_id: UUID, meter_number: str, *, on: date) -> bool:
    """True when the number belongs to a meter of the account that hangs on `on` or came off at most
    60 days before (R-NUM-3); the tail of a number counts only when it is unique there (R-NUM-2)."""
    known = (
        Meter.objects.filter(contract__contract_account_id=contract_account_id, missing_since=None)
        .exclude(removed_on__lt=on - timedelta(days=OLD_NUMBER_DAYS))
        .values_list("number", flat=True)
    )
    return match_meter_number(meter_number, tuple(known)) is not None


@unscoped(reason="the self-check counts the numbers of all customers, in the worker")
def meter_numbers_that_open(*, on: date) -> list[str]:
    """Every number that opens a contract account on this day (R-NUM-3)."""
    return list(
        Meter.objects.filter(missing_since=None)
        .exclude(removed_on__lt=on - timedelta(days=OLD_NUMBER_DAYS))
        .values_list("number", flat=True)
    )


@dataclass(frozen=True, slots=True)
class LiveReading:
    """The newest value handed in for a meter and a day that was neither withdrawn nor rejected."""

    case_id: UUID
    submission_key: UUID
    message_key: UUID
    version: int
    values: dict[UUID, Decimal]


LIVE = """
    select k.id, k.submission_key, s.message_key, s.version, k.state in ('undone', 'rejected') as gone,
           s.register_id, s.value
    from metering_submittedreading s join metering_register g on g.id = s.register_id
    cross join lateral (select id, submission_key, state, contract_account_id from cases_case
                        where id = s.case_id offset 0) k
    where g.meter_id = %s and s.read_on = %s and k.contract_account_id = any(%s) order by s.version"""


def readings_of_day(scope: Scope, *, meter_id: UUID, read_on: date) -> tuple[int, LiveReading | None]:
    """The highest version there ever was for this day, and the reading that counts at the moment."""
    rows = run(LIVE, [meter_id, read_on, scope.accounts_literal()]).fetchall()
    highest = max((row[3] for row in rows), default=0)
    living = [row for row in rows if not row[4]]
    if not living:
        return highest, None
    case_id, form, message, version, *_ = living[-1]
    values = {row[5]: row[6] for row in living if row[3] == version}
    return highest, LiveReading(case_id, form, message, version, values)
