"""What one worker has read and done, newest first: the data-protection officer asks it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("eventlog", "0001_initial")]
    operations = [
        migrations.AddIndex("event", models.Index("user_id", models.F("happened_at").desc(), name="eventlog_event_user")),
        migrations.AddIndex("accessline", models.Index("user_id", models.F("at").desc(), name="eventlog_line_user")),
    ]
