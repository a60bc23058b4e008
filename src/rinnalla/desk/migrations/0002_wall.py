"""The wall of the reader's own choices."""

from django.db import migrations

from rinnalla.access.walls import wall


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("access", "0003_walls")]
    operations = [wall("desk_listchoice", "own")]
