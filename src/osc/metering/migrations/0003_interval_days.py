import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table

TABLE = """
create table metering_intervalday (
    business_partner_id uuid not null,
    meter_id uuid not null references metering_meter (id) deferrable initially deferred,
    day date not null,
    watt_hours integer[] not null,
    total bigint not null,
    status varchar(100),
    source_version bigint not null,
    primary key (meter_id, day)
) partition by range (day)"""
OWNER = "create index on metering_intervalday (business_partner_id)"

# partitions belong to the owner of the schema; the worker may only ask for one
PARTITION = """
create function metering_interval_month(a_day date) returns void language plpgsql security definer
set search_path = pg_catalog, public as $$
declare
    first date := date_trunc('month', a_day);
    name text := 'metering_intervalday_' || to_char(first, 'YYYYMM');
begin
    if to_regclass('public.' || name) is null then
        perform pg_advisory_xact_lock(hashtext(name));
        if to_regclass('public.' || name) is null then
            execute format('create table public.%I (like public.metering_intervalday including defaults)', name);
            execute format('alter table public.metering_intervalday attach partition public.%I '
                'for values from (%L) to (%L)', name, first, first + interval '1 month');
        end if;
    end if;
end $$"""
RIGHTS = """
revoke all on function metering_interval_month(date) from public;
grant execute on function metering_interval_month(date) to osc_worker"""


class Migration(migrations.Migration):
    dependencies = [
        ("metering", "0002_versions_objections_anonymous"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="IntervalDay",
                    fields=[
                        ("business_partner_id", models.UUIDField(db_index=True)),
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "meter", "day", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "watt_hours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(null=True), size=None
                            ),
                        ),
                        ("total", models.BigIntegerField()),
                        ("status", models.CharField(max_length=100, null=True)),
                        ("source_version", models.BigIntegerField()),
                        (
                            "meter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interval_days",
                                to="metering.meter",
                            ),
                        ),
                    ],
                    options={"abstract": False},
                ),
            ],
            database_operations=[
                migrations.RunSQL([TABLE, OWNER, PARTITION, RIGHTS], "drop table metering_intervalday"),
            ],
        ),
        protect_table("metering_intervalday"),
    ]
