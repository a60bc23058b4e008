"""A consent goes with its signed paper, and what an account was told of consents goes with the account."""

from django.db import migrations

from rinnalla.retention.erasing import sql

AGAIN = (sql.ACCOUNT + sql.ERASE_ONE).replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("retention", "0003_copy"), ("cases", "0011_consent_papers"), ("access", "0013_consent_versions")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
