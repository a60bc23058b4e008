"""The walls of the room."""

from django.db import migrations

from rinnalla.access.walls import wall


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("services_serviceepisode", "case"),
        wall("services_serviceinterruption", "case"),
        wall("services_onwardguidance", "case"),
    ]
