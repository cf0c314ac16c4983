"""Everything a page about instalments needs, one row per running contract."""

from osc.billing.instalments.rows import ContractRow

_LIVING = "('accepted', 'confirmed', 'needs_clarification')"

# readings of a contract's registers: booked ones, and what the customer sent and is not booked yet; the case of a row
# is looked up for the row, because joined PostgreSQL goes through every case of the customer
_READINGS = f"""
    select m.id as meter, g.label, g.digits, g.factor::text as factor, r.value::text as value, r.read_on,
           r.source = 'SCHAETZUNG' as estimated
    from metering_meterreading r join metering_register g on g.id = r.register_id
    join metering_meter m on m.id = g.meter_id
    where m.contract_id = c.id and r.missing_since is null and r.read_on > %(today)s::date - 1200
    union all
    select m.id, g.label, g.digits, g.factor::text, s.value::text, s.read_on, false
    from metering_submittedreading s join metering_register g on g.id = s.register_id
    join metering_meter m on m.id = g.meter_id
    where m.contract_id = c.id and (select k.state from cases_case k where k.id = s.case_id) in {_LIVING}
      and not exists (select from metering_meterreading b
                      where b.submission_key = s.message_key and b.register_id = s.register_id)"""

_PLANS = """
    select i.valid_from, i.amount::text as amount, i.dues, i.billing_from, i.billing_to, i.paid, i.returned,
           i.lock_from, i.lock_to, i.lock_reason, i.changes, i.decreases, i.min_amount::text as min_amount,
           i.max_amount::text as max_amount
    from billing_instalmentplan i where i.contract_id = c.id and i.missing_since is null"""

# what customers chose and no plan shows yet, newest first; a request counts until staff have decided. Changes are
# few by the rules and come first, so that no number of requests hides one
_CHOSEN = f"""
    select h.amount::text as amount, h.previous::text as previous, h.first_due, h.requested, k.id as case_id, k.state
    from billing_instalmentchange h
    cross join lateral (select id, state, accepted_at from cases_case where id = h.case_id offset 0) k
    where h.contract_id = c.id and k.state in {_LIVING}
      and h.first_due > %(today)s::date - 400
      and not exists (select from billing_instalmentplan b where b.submission_key = h.message_key)
    order by h.requested, k.accepted_at desc limit 100"""

_TWO_YEARS = """
    from metering_yearconsumption y where y.contract_id = c.id and y.missing_since is null
      and y.year >= extract(year from %(today)s::date) - 1 order by y.year desc"""
_YEARS = f"select y.unit, y.per_register_unit::text as per_register_unit {_TWO_YEARS}"


def _as_json(sql: str) -> str:
    return f"(select coalesce(json_agg(each), '[]') from ({sql}) each)"


# months stand for the readings of a remotely read meter
_METER = f"""
    select m.id, m.remote, (select g.unit from metering_register g where g.meter_id = m.id limit 1) as unit,
           case when m.remote then {_as_json(f"select y.year, y.months, y.projected_from_month {_TWO_YEARS}")}
           end as months
    from metering_meter m where m.contract_id = c.id and m.missing_since is null
      and (m.removed_on is null or m.removed_on > %(today)s) order by m.number limit 1"""


# %(contract)s is one contract of the customer, or null for all of them; each row is a ContractRow
INSTALMENT_PIECE = f"""
    select c.id, c.external_id, c.business_partner_id as owner, c.commodity, c.starts_on, c.ends_on,
           c.prices, a.number, a.payment_method, p.street, p.house_number,
           {_as_json(_PLANS)} as plans, {_as_json(_CHOSEN)} as chosen, {_as_json(_READINGS)} as readings,
           {_as_json(_YEARS)} as years, {_as_json(_METER)} as meters
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where c.contract_account_id = any(%(accounts)s) and c.missing_since is null
      and (c.ends_on is null or c.ends_on > %(today)s) and (%(contract)s::uuid is null or c.id = %(contract)s)
    order by a.number, array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), c.id
    limit 200"""

INSTALMENT_ROWS = {"contracts": ContractRow}

# the other contracts of the customer, to switch between
SWITCH_PIECE = """
    select c.id, c.commodity, a.number from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    where c.contract_account_id = any(%(accounts)s) and c.missing_since is null
      and (c.ends_on is null or c.ends_on > %(today)s)
      and exists (select from billing_instalmentplan i where i.contract_id = c.id and i.missing_since is null)
    order by array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), a.number, c.id limit 200"""

# what the night found worth a look and nobody has answered since
HINT_PIECE = """
    select h.contract_id, h.current::text as current, h.suggested::text as suggested, h.due::text as due, h.last_day,
           h.rises_on, c.commodity, a.number
    from billing_instalmenthint h join contracts_contract c on c.id = h.contract_id
    join contracts_contractaccount a on a.id = c.contract_account_id
    where a.id = any(%(accounts)s) and h.last_day >= %(today)s and not exists (
        select from billing_instalmentchange x where x.contract_id = h.contract_id
        and (select k.accepted_at >= h.made_at and k.state <> 'undone' from cases_case k where k.id = x.case_id))
    order by h.due desc limit 3"""
