from django.db import migrations

from osc.isolation.policies import create_roles, grant_job_queue


class Migration(migrations.Migration):
    initial = True
    dependencies = [("procrastinate", "__latest__")]
    operations = [create_roles(), grant_job_queue()]
