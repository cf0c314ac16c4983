import uuid

from django.db import migrations, models

from osc.isolation.policies import protect_table

UNCHANGEABLE = """
    create function document_unchangeable() returns trigger language plpgsql as $$
    begin raise exception 'a document is never changed'; end $$;
    create trigger document_unchangeable before update on documents_document
        for each row execute function document_unchangeable();
    alter table documents_document add constraint content_has_its_hash
        check (content_hash = encode(sha256(content), 'hex') and size = length(content))
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("isolation", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("business_partner_id", models.UUIDField(db_index=True)),
                ("contract_account_id", models.UUIDField(db_index=True)),
                ("content_hash", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=80)),
                ("file_name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("stored_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract_account_id", "content_hash"), name="document_once"),
                ],
            },
        ),
        migrations.RunSQL(UNCHANGEABLE, migrations.RunSQL.noop),
        protect_table("documents_document", app="select, insert"),
    ]
