"""A client's own rows that stand behind the wall of a unit or a worker, for the copy of one's own data."""

from django.db import migrations

from rinnalla.referrals.sql import function
from rinnalla.retention.copy.sql import OWN


class Migration(migrations.Migration):

    dependencies = [("retention", "0002_requests"), ("referrals", "0015_peers")]
    operations = [function(f"{name}(bigint)", sql) for name, sql in OWN.items()]
