"""What a region's referral list is read against: today's codes, the municipalities, the import's account."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.actor import Actor
from rinnalla.access.middleware import memberships_in_force
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.exchange.codes import Codes
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.referrals import sheets
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.faults import nearest
from rinnalla.servicemodels.loading import LoadError, load_region

IMPORTERS = sorted(role.key for role in ROLES.values() if P.REFERRALS_IMPORT in role.permissions)
ROLE_OF_ACCOUNT = "coordinator"


def current_codes(region: Region) -> Codes:
    """The codes a line may hold today: national lists with the region's own, every municipality of the register."""
    return Codes.of(
        channels=[code.key for code in codes.code_list("referral_channels", region=region)],
        sender_kinds={
            code.key: codes.ground_of_sender(code.key) for code in codes.code_list("sender_kinds", region=region)
        },
        items=[code.key for code in codes.code_list("identification_items", region=region)],
        services=[service for service, _name in sheets.services(region.pk)],
        languages=[code.key for code in codes.code_list("languages", region=region)],
        municipalities=[
            (one.code, one.names["fi"], one.names.get("sv") or one.names["fi"]) for one in Municipality.objects.all()
        ],
    )


def region_named(key: str) -> Region:
    """The region by its key. Raises Refused with the nearest right key."""
    found = Region.objects.filter(key=key).first()
    if found:
        return found
    keys = sorted(Region.objects.values_list("key", flat=True))
    told = _("Aluetta %(key)s ei ole. Alueet: %(keys)s.") % {"key": key, "keys": ", ".join(keys) or "–"}
    near = nearest(key, keys)
    raise Refused(f"{told} " + _("Tarkoititko %(near)s?") % {"near": near} if near else told, field="region")


def importer(region: Region, username: str) -> Membership:
    """The membership an import acts with: a user's in the region. Raises Refused and says what is missing."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(_("Käyttäjää %(user)s ei ole.") % {"user": username}, field="user")
    found = _memberships(user, region).first()
    if found is None:
        raise Refused(
            _("Käyttäjällä %(user)s ei ole alueella %(region)s roolia, joka saa tuoda luetteloita (%(roles)s).")
            % {"user": username, "region": region.key, "roles": ", ".join(IMPORTERS)},
            field="user",
        )
    return found


def region_account(region: Region, *, by: Actor) -> Membership:
    """The region's own import account as its definition names it; made on first use. Nobody can sign in with it.

    Raises Refused when the definition can't be read or names a unit that is not there.
    """
    account = _definition(region).info.import_account
    user = User.objects.filter(username=account.username).first()
    if user is None:
        name = _("Luettelojen tuonti, %(region)s") % {"region": region.name}
        user = add_user(by=by, username=account.username, name=name)
    if not _memberships(user, region).exists():
        unit = Unit.objects.filter(organisation__region=region, key=account.unit).first()
        if unit is None:
            told = _("Tuontitilin yksikköä %(unit)s ei ole. Lataa alueen malli.")
            raise Refused(told % {"unit": account.unit}, field="user")
        give_membership(by=by, user=user, unit=unit, role=ROLE_OF_ACCOUNT)
    return importer(region, account.username)


def _memberships(user: User, region: Region) -> QuerySet[Membership]:
    rows = memberships_in_force().filter(user=user, unit__organisation__region=region, role__in=IMPORTERS)
    return rows.order_by("pk")


def _definition(region: Region) -> definitions.RegionDefinition:
    if found := codes.published(region):
        return found
    folder = settings.REGIONS_DIR / region.key
    try:
        return load_region(folder, codes.common())
    except (LoadError, OSError) as error:
        raise Refused(
            _("Alueen %(region)s tuontitiliä ei löydy. Anna käyttäjä valitsimella --user.") % {"region": region.key},
            field="user",
        ) from error
