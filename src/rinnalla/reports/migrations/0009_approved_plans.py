"""A plan counts once its client has approved it, however many versions it has (I-30): counted anew from then on."""

from django.db import migrations

from rinnalla.reports.indicators.sql import ALL, CHANGED


def again(text: str) -> str:
    """The function in its newest form, with the rights it had."""
    return text.replace("create function", "create or replace function", 1)


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_boards")]
    operations = [migrations.RunSQL(again(text), migrations.RunSQL.noop) for text in (ALL, CHANGED)]
