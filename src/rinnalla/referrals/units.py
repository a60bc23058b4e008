"""What a unit still has waiting, told when an administrator wants to close it."""

from django.db import connection
from django.utils.translation import ngettext


def waiting_in(unit_id: int) -> str:
    """What must be done with the unit's referrals and questions before it closes; "" when none wait. A count only."""
    with connection.cursor() as cursor:
        cursor.execute("select referrals_waiting_in(%s)", [unit_id])
        count = cursor.fetchone()[0]
    if not count:
        return ""
    text = ngettext(
        "Yksikössä odottaa yksi lähete tai kysymys. Ota se ensin vastaan tai siirrä se toiseen yksikköön.",
        "Yksikössä odottaa %(count)s lähetettä tai kysymystä. Ota ne ensin vastaan tai siirrä ne toiseen yksikköön.",
        count,
    )
    return text % {"count": count}
