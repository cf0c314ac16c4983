import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0001_initial"),
        ("cases", "0002_seams"),
        ("contracts", "0002_terms_tariffs"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstalmentChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
                ("previous", models.DecimalField(decimal_places=2, max_digits=10)),
                ("first_due", models.DateField()),
                ("message_key", models.UUIDField(db_index=True)),
                ("requested", models.BooleanField()),
                ("reason", models.TextField(blank=True)),
                ("shown", models.JSONField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="billing_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="billing_to",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="changes",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="decreases",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="lock_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="lock_reason",
            field=models.CharField(max_length=20, null=True),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="lock_to",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="max_amount",
            field=models.DecimalField(decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="min_amount",
            field=models.DecimalField(decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="paid",
            field=models.JSONField(db_default=[]),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="returned",
            field=models.JSONField(db_default=[]),
        ),
        migrations.AddField(
            model_name="instalmentplan",
            name="submission_key",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="instalmentplan",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="instalment_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="instalmentplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("billing_to__isnull", True),
                    ("billing_from__isnull", True),
                    ("billing_to__gt", models.F("billing_from")),
                    _connector="OR",
                ),
                name="billing_period_in_order",
            ),
        ),
        migrations.AddField(
            model_name="instalmentchange",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="instalment_change", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="instalmentchange",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="instalment_changes", to="contracts.contract"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalmentchange",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="chosen_positive"),
        ),
        protect_table("billing_instalmentchange", app="select, insert"),
    ]
