from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_bank_details"), ("correspondence", "0002_paperletter")]

    operations = [
        # the portal itself tells of a new bank account in the inbox; row-level security keeps it to one's own
        migrations.RunSQL("grant insert on correspondence_letter to osc_app", migrations.RunSQL.noop),
    ]
