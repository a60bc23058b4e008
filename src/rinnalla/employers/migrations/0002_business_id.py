"""The check digit of a Y-tunnus, asked by the database too: weights 7 9 10 5 8 4 2, and the check itself."""

from django.db import migrations

SUM = " + ".join(
    f"{weight} * substr(business_id, {place}, 1)::int"
    for place, weight in ((1, 7), (2, 9), (3, 10), (4, 5), (5, 8), (6, 4), (7, 2), (9, 1))
)
CHECK = f"""
alter table employers_employer add constraint employer_business_id_check
  check (case when business_id ~ '^[0-9]{{7}}-[0-9]$' then ({SUM}) % 11 = 0 else true end)
"""
UNCHECK = "alter table employers_employer drop constraint employer_business_id_check"


class Migration(migrations.Migration):
    dependencies = [("employers", "0001_register")]
    operations = [migrations.RunSQL(CHECK, UNCHECK)]
