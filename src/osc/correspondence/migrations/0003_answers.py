from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0002_paperletter"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="answers",
            field=models.CharField(max_length=12, null=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="category",
            field=models.CharField(db_default="letter", max_length=12),
        ),
        migrations.AlterField(
            model_name="mail",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Waiting"), ("sent", "Sent"), ("expired", "Expired"), ("bounced", "Bounced")],
                default="waiting",
                max_length=8,
            ),
        ),
    ]
