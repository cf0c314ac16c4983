import uuid

import django.db.models.deletion
from django.db import migrations, models

from osc.isolation.policies import protect_table


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0004_post"),
        ("contracts", "0002_terms_tariffs"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstalmentHint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("current", models.DecimalField(decimal_places=2, max_digits=10)),
                ("suggested", models.DecimalField(decimal_places=2, max_digits=10)),
                ("due", models.DecimalField(decimal_places=2, max_digits=10)),
                ("last_day", models.DateField()),
                ("rises_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalment_hint",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        protect_table("billing_instalmenthint"),
    ]
