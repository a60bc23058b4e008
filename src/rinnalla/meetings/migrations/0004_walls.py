"""The walls round a client's time with the team, the minutes, tasks and entries. A day and its slots hold no client."""

from django.db import migrations

from rinnalla.access.walls import wall


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_team_days"), ("access", "0003_walls")]
    operations = [
        wall("meetings_booking", "case"),
        wall("meetings_meetingtask", "case"),
        wall("meetings_minuteline", "case"),
        wall("meetings_teamdecision", "case"),
        wall("meetings_extractentry", "case"),
        wall("meetings_misdelivery", "case"),
        wall("meetings_jointservice", "case"),
    ]
