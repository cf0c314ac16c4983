"""Which records fill which tables of metering."""

from django.db import connection

from osc.interchange.imports.kinds import InboundKind, register
from osc.metering import messages, models

# a day with equal content is left alone; an older version never overwrites a newer one
FILL_DAYS = """
    with staged as materialized (
        select m.business_partner_id, m.id as meter_id, s.day, s.watt_hours, v.total, s.status, s.source_version,
               t.meter_id is not null as known
        from (select distinct on (meter, day) * from stage_interval_day order by meter, day, source_version desc) s
        join metering_meter m on m.external_id = s.meter
        left join metering_intervalday t on t.meter_id = m.id and t.day = s.day
        cross join lateral (
            select coalesce(sum(value), 0) as total from (select unnest(s.watt_hours) as value) quarters
        ) v
    ), done as (
        insert into metering_intervalday as t
            (business_partner_id, meter_id, day, watt_hours, total, status, source_version)
        select business_partner_id, meter_id, day, watt_hours, total, status, source_version from staged
        on conflict (meter_id, day) do update set watt_hours = excluded.watt_hours, total = excluded.total,
            status = excluded.status, source_version = excluded.source_version
        where t.source_version <= excluded.source_version and (t.watt_hours, t.status)
            is distinct from (excluded.watt_hours, excluded.status)
        returning meter_id, day
    )
    select count(*) filter (where not known), count(*) filter (where known)
    from done join staged using (meter_id, day)"""
MAKE_MONTHS = """
    select metering_interval_month(month::date)
    from (select distinct date_trunc('month', day) as month from stage_interval_day) months"""


def fill_interval_days() -> tuple[int, int]:
    """One statement for all days; the partitions they need are made before."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE_MONTHS)
        cursor.execute(FILL_DAYS)
        new, changed = cursor.fetchone()
    return new, changed


def register_kinds() -> None:
    register(InboundKind("meter", messages.MeterRecord, models.Meter, {"contract": "contract"}))
    register(InboundKind("register", messages.RegisterRecord, models.Register, {"meter": "meter"}))
    register(InboundKind("reading", messages.ReadingRecord, models.MeterReading, {"register": "register"}))
    register(InboundKind("reading_request", messages.ReadingRequestRecord, models.ReadingRequest, {"meter": "meter"}))
    register(
        InboundKind(
            "consumption_year",
            messages.YearConsumptionRecord,
            models.YearConsumption,
            {"contract": "contract"},
        )
    )
    register(InboundKind("interval_day", messages.IntervalDayRecord, None, {"meter": "meter"}, fill=fill_interval_days))
