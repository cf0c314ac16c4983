from django.db import migrations

# the same views, but the case is looked up for each row: with hundreds of cases PostgreSQL joined from the wrong end,
# through all cases of the customer. `offset 0` keeps the look-up where it stands
CASE = "cross join lateral (select id, state from cases_case where id = {row}.case_id offset 0)"
NEWER = f"""exists (select from metering_submittedreading n {CASE.format(row="n")} nk
    where n.register_id = {{old}}.register_id and n.read_on = {{old}}.read_on and n.version > {{old}}.version
      and nk.state not in ('undone', 'rejected'))"""
REGISTER = """from metering_register g join metering_meter m on m.id = g.meter_id
    join contracts_contract c on c.id = m.contract_id"""
COLUMNS = """c.id as contract_id, c.contract_account_id, m.id as meter_id, m.number, g.id as register_id, g.label,
    g.obis, g.unit, g.digits, g.decimals"""

# what the billing system booked within the supply interval, and what the customer sent and is not booked (yet)
ANY_READING = f"""
create or replace view metering_anyreading with (security_invoker = true) as
select {COLUMNS}, r.value, r.read_on, r.source::text as source, r.billed, 'booked' as state,
    (select o.case_id from metering_submittedreading o
     where o.message_key = r.submission_key and o.register_id = r.register_id) as case_id,
    '' as plausibility, 0 as version,
    exists (select from metering_submittedreading o where o.message_key = r.submission_key
        and o.register_id = r.register_id and {NEWER.format(old="o")}) as replaced
{REGISTER} join metering_meterreading r on r.register_id = g.id
where r.missing_since is null and r.read_on between c.starts_on - 1 and coalesce(c.ends_on, 'infinity')
union all
select {COLUMNS}, s.value, s.read_on, 'KUNDE', false, k.state::text, k.id, s.plausibility::text, s.version,
    {NEWER.format(old="s")}
{REGISTER} join metering_submittedreading s on s.register_id = g.id {CASE.format(row="s")} k
where k.state <> 'undone' and not exists (select from metering_meterreading b
    where b.submission_key = s.message_key and b.register_id = s.register_id and b.missing_since is null)"""

# who objected to reading is asked no more (R-ABL-3)
OPEN_REQUEST = """
create or replace view metering_openrequest with (security_invoker = true) as
select q.meter_id, q.window_from, q.due_on, q.billing_on from metering_readingrequest q
where q.missing_since is null and not exists (
    select from metering_readingobjection o where o.meter_id = q.meter_id and (
        select k.state <> 'undone' and k.accepted_at > q.window_from - 300 from cases_case k where k.id = o.case_id))"""


class Migration(migrations.Migration):
    dependencies = [
        ("metering", "0005_unmatched_readings"),
    ]

    operations = [migrations.RunSQL([ANY_READING, OPEN_REQUEST], migrations.RunSQL.noop)]
