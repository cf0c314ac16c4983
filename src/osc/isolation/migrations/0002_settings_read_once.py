from django.db import migrations

from osc.isolation.policies import renew_own_rows


class Migration(migrations.Migration):
    dependencies = [("isolation", "0001_initial")]
    operations = [renew_own_rows()]
