"""The walls of the network map; that it was gone through with the client never changes (L-25)."""

from django.db import migrations

from rinnalla.access.walls import wall

LOCK = """
create trigger assessments_network_review_stays before update or delete on assessments_networkreview
  for each row execute function assessments_row_stays();
"""
UNLOCK = "drop trigger assessments_network_review_stays on assessments_networkreview;"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0009_network"), ("access", "0003_walls")]
    operations = [
        wall("assessments_networkactor", "case"), wall("assessments_networkreview", "case"),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
