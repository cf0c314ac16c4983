from django.db import migrations

from osc.isolation.policies import APP


class Migration(migrations.Migration):
    """Customers read what staff did with their data; row-level security keeps it to their own."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(f"grant select on audit_auditentry to {APP}", migrations.RunSQL.noop)]
