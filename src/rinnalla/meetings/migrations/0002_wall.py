"""The walls of the room."""

from django.db import migrations

from rinnalla.access.walls import wall


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("meetings_meeting", "case"),
        wall("meetings_participant", "case"),
        wall("meetings_decision", "case"),
        wall("meetings_delivery", "case"),
        wall("meetings_correction", "case"),
    ]
