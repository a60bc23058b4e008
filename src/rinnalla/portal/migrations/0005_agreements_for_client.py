"""Whoever acts for a client in the part `actions` reads and answers agreements of work; their coaching comes with them.

What matching proposes stays the client's alone: its reasons tell of health.
"""

from django.db import migrations

BEFORE, COACHING, ACTIONS = "", "consents", "actions"
TABLES = (
    "employment_workagreement", "employment_agreementversion", "employment_agreementanswer",
    "employment_agreementquestion",
)


def covers(table: str, parts: str, before: str) -> migrations.RunSQL:
    """The policy of a table for other parts than before."""

    def rule(wanted: str) -> str:
        asked = f"(select access_mandate_covers('{{{wanted}}}'))"
        return f"alter policy {table}_mandate on {table} using ({asked}) with check ({asked})"

    return migrations.RunSQL(rule(parts), rule(before))


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_mandates_wall"), ("employment", "0013_answers_of_clients")]
    operations = [
        *(covers(table, ACTIONS, BEFORE) for table in TABLES),
        covers("employment_coachingepisode", f"{COACHING},{ACTIONS}", COACHING),
    ]
