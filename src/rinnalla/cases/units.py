"""What a unit still holds of cases, told when an administrator wants to close it."""

from django.db import connection
from django.utils.translation import ngettext


def held_in(unit_id: int) -> str:
    """What must be done with the unit's open cases before it closes; "" when there are none. A count only."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_held_in(%s)", [unit_id])
        count = cursor.fetchone()[0]
    if not count:
        return ""
    text = ngettext(
        "Yksikkö pitää yhtä avointa asiaa. Siirrä se ensin toiseen yksikköön.",
        "Yksikkö pitää %(count)s avointa asiaa. Siirrä ne ensin toiseen yksikköön.",
        count,
    )
    return text % {"count": count}
