"""The accounts of those who act for clients, and whose a proven identity code is among them."""

import secrets

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access import actions as users
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import hetu as hetus
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region
from rinnalla.people.models_representatives import RepresentativeAccount


def with_code(code: str) -> list[list[int]]:
    """The accounts a code opens for acting in another's place, each with its region's id. Raises HetuError."""
    hetu = hetus.parse(code, invented_only=settings.DEMO)
    keys = {region.pk: hetus.index(hetu, region.key) for region in Region.objects.order_by("pk")}
    rows = RepresentativeAccount.objects.filter(user__is_active=True, hetu_index__in=keys.values()).order_by("pk")
    return [[row.user_id, row.region_id] for row in rows if bytes(row.hetu_index) == keys[row.region_id]]


@transaction.atomic
def account_for(*, region: Region, hetu: hetus.Hetu, name: str, by: Actor) -> User:
    """The account that somebody signs in with to act for another; made when the region has none for the code yet.

    It has no password: identification opens it. A closed one stays closed. Raises Refused.
    """
    index = hetus.index(hetu, region.key)
    with connection.cursor() as cursor:  # two clients who name the same helper at once make one account
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"representative.{index.hex()}"])
    row = RepresentativeAccount.objects.filter(region=region, hetu_index=index).select_related("user").first()
    if row is None:
        user = users.add_user(by=by, username=f"edustaja-{secrets.token_hex(6)}", name=name)
        row = RepresentativeAccount.objects.create(
            user=user, region=region, hetu_index=index, made_by_id=by.user_id
        )
    if not row.user.is_active:
        raise Refused(_("Hän ei voi asioida tässä palvelussa. Soita työntekijällesi."), field="hetu")
    return row.user
