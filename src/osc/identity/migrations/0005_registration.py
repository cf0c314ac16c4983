import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import grant_table


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0004_read_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuessingResult",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("accounts", models.PositiveBigIntegerField()),
                ("meters", models.PositiveBigIntegerField()),
                ("account_range", models.PositiveBigIntegerField()),
                ("meter_range", models.PositiveBigIntegerField()),
                ("measured_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LetterCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("contract_account_id", models.UUIDField(db_index=True)),
                ("business_partner_id", models.UUIDField()),
                ("account_number", models.CharField(max_length=20)),
                ("code_hash", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OldLogin",
            fields=[
                ("user_name", models.CharField(max_length=254, primary_key=True, serialize=False)),
                ("email", models.EmailField(db_index=True, max_length=254)),
                ("account_numbers", models.JSONField(default=list)),
                ("imported_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveField(
            model_name="registration",
            name="business_partner_id",
        ),
        migrations.RemoveField(
            model_name="registration",
            name="contract_account_id",
        ),
        migrations.AddField(
            model_name="accountlink",
            name="account_number",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="accountlink",
            name="label",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="accountlink",
            name="level",
            field=models.CharField(default="A0", max_length=2),
        ),
        migrations.AddField(
            model_name="accountlink",
            name="proved_by",
            field=models.CharField(default="pair", max_length=16),
        ),
        migrations.AddField(
            model_name="accountlink",
            name="state",
            field=models.CharField(
                choices=[("open", "Open"), ("unproven", "Unproven"), ("offered", "Offered")],
                default="open",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="accounts",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="registration",
            name="mailbox_proven",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="reference",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="registration",
            name="submission_key",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="surname",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="registration",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="registration",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requests",
                to="identity.portaluser",
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("link_sent", "Link Sent"),
                    ("email_in_use", "Email In Use"),
                    ("taken", "Taken"),
                    ("prove_mailbox", "Prove Mailbox"),
                    ("by_letter", "By Letter"),
                    ("no_match", "No Match"),
                ],
                default="open",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="letter_code",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="identity.lettercode"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(fields=("user", "submission_key"), name="one_request_per_form"),
        ),
        grant_table("identity_lettercode", app="select, update"),
        grant_table("identity_oldlogin", app=None),
        grant_table("identity_guessingresult", app="select"),
    ]
