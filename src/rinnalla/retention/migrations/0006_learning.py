"""What a worker has told of own competence, seats at trainings and materials in use go with the account."""

from django.db import migrations

from rinnalla.retention.erasing import sql

AGAIN = sql.ACCOUNT.replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("retention", "0005_disclosures"), ("network", "0005_learning")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
