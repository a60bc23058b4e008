"""The boards' counting functions; the indicators' sums and the marks of feedback to the decision-maker too."""

import importlib

from django.db import migrations

from rinnalla.reports.boards import sql
from rinnalla.reports.indicators.sql import ROWS

before = importlib.import_module("rinnalla.feedback.migrations.0002_wall")
MARKS = ((sql.to_leaders(text), sql.again(text)) for text in (before.ASKED, before.MARKS))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_statistics"), ("access", "0019_decision_maker"), ("employment", "0013_answers_of_clients"),
        ("feedback", "0003_panels_and_experts"),
    ]
    operations = [
        *[sql.function(signature, text) for signature, text in sql.FUNCTIONS],
        migrations.RunSQL(sql.to_leaders(ROWS), sql.again(ROWS)),
        *[migrations.RunSQL(to_leaders, to_managers) for to_leaders, to_managers in MARKS],
    ]
