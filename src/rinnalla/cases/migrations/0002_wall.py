"""The walls of the case and of everything that belongs to it, and the running number of cases."""

from django.db import migrations

from rinnalla.access.walls import wall


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0003_walls")]
    operations = [
        migrations.RunSQL("create sequence cases_number start 101", "drop sequence cases_number"),
        wall("cases_case", "case_self"),
        wall("cases_responsibleterm", "case"),
        wall("cases_responsibleproposal", "case"),
        wall("cases_teammember", "case"),
        wall("cases_stageentry", "case"),
        wall("cases_contactnote", "case"),
        wall("cases_closing", "case"),
        wall("cases_closingnote", "case"),
    ]
