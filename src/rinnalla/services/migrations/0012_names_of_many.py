"""A name that a worker wrote into one client's record is not told to who leads a region.

A service outside the catalogue is counted without its name; a training is named when enough people have been in it,
whenever, and the others are counted together.
"""

import importlib

from django.db import migrations

before = importlib.import_module("rinnalla.services.migrations.0008_wall_visits")

NAMED = f"""(select e.subject from {before.EPISODES} where k.service = asked
      group by e.subject having count(distinct c.person_id) >= smallest)"""
STARTS = before.STARTS.replace("select e.subject,", f"select case when e.subject in {NAMED} then e.subject else '' end,")
STARTS = STARTS.replace("group by e.subject\n", "group by 1\n")
POINT = before.POINT.replace("coalesce(k.service, e.own_name)", "coalesce(k.service, '')")


def again(text: str) -> str:
    return text.replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("services", "0011_pilots_apart")]

    operations = [
        migrations.RunSQL(again(STARTS), again(before.STARTS)),
        migrations.RunSQL(again(POINT), again(before.POINT)),
    ]
