from django.db import migrations, models

from osc.isolation.policies import grant_table


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("isolation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("window_ends_at", models.DateTimeField(db_index=True)),
                ("n", models.IntegerField()),
            ],
        ),
        grant_table("limits_counter", app="select, insert, update, delete"),
    ]
