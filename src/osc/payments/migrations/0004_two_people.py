from django.db import migrations

# the last word on "two different people" (BIZ2): whatever code says, no held account leaves before both have looked
TWO_PEOPLE = """
create function payments_two_people() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
    frozen timestamptz := (select max(b.frozen_at) from payments_bankchange b where b.case_id = new.case_id);
begin
    if new.kind = 'mandate' and frozen is null then
        return new;  -- the holder named in it has agreed: that needs nobody of ours
    end if;
    if (select count(distinct r.staff_user_id) from payments_bankrelease r
        where r.case_id = new.case_id and r.at > coalesce(frozen, '-infinity')) < 2 then
        raise exception 'two different people must release this message' using errcode = 'check_violation';
    end if;
    return new;
end $$"""
TRIGGER = """
create trigger two_people before update of state on interchange_outboundmessage for each row
when (old.state = 'held' and new.state = 'waiting' and new.kind in ('bank_details', 'mandate'))
execute function payments_two_people()"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_inbox_notices"), ("interchange", "0002_seams")]

    operations = [
        migrations.RunSQL(
            [TWO_PEOPLE, TRIGGER],
            ["drop trigger two_people on interchange_outboundmessage", "drop function payments_two_people()"],
        ),
    ]
