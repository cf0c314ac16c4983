from importlib import import_module

from django.db import migrations

before = import_module("osc.metering.migrations.0004_views")


def with_case_of_each_row(view: str) -> str:
    """The same view, but the case is looked up for each row: with hundreds of cases PostgreSQL joined from the wrong
    end, through all cases of the customer. `offset 0` keeps the look-up where it stands."""
    for row, case in (("n", "nk"), ("s", "k"), ("o", "k")):
        found = f"(select id, state, accepted_at from cases_case where id = {row}.case_id offset 0) {case}"
        view = view.replace(f"join cases_case {case} on {case}.id = {row}.case_id", f"cross join lateral {found}")
    return view.replace("create view", "create or replace view")


class Migration(migrations.Migration):
    dependencies = [
        ("metering", "0005_unmatched_readings"),
    ]

    operations = [
        migrations.RunSQL(
            [with_case_of_each_row(before.ANY_READING), with_case_of_each_row(before.OPEN_REQUEST)],
            migrations.RunSQL.noop,
        ),
    ]
