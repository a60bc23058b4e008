"""Adding and mending a partner, agreeing how often it is contacted, letting it go."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.keeping import colleagues, note, require_keeper
from rinnalla.network.partners.models import Partner
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes


@dataclass(frozen=True)
class PartnerWords:
    """What the register tells of a partner."""

    name: str
    kind: str
    contact_task: str
    contact_name: str = ""
    contact_email: str = ""
    organisation: Organisation | None = None


@transaction.atomic
def add_partner(*, by: Actor, words: PartnerWords, key: UUID | None = None) -> Partner:
    """A body to develop with (V-04). Raises Refused: an unknown kind, a name or an organisation that is there."""
    require_keeper(by, by.region_id)

    def make() -> Partner:
        _check(words, by, None)
        return Partner.objects.create(
            region_id=by.region_id, made_by_id=by.user_id, form_key=key, **{**asdict(words), **_bodies(words)}
        )

    row, new = once(Partner.objects.all(), key, make, region_id=by.region_id)
    if new:
        note("partner_added", by, "partner", row.pk, kind=words.kind)
    return row


@transaction.atomic
def change_partner(*, partner: Partner, version: int, by: Actor, words: PartnerWords) -> None:
    """Mend what the register tells. Raises Refused, Conflict."""
    require_keeper(by, partner.region_id)
    _check(words, by, partner)
    save_version(partner, version, **{**asdict(words), **_bodies(words)})
    note("partner_changed", by, "partner", partner.pk)


@transaction.atomic
def set_rhythm(
    *, partner: Partner, version: int, by: Actor, every_weeks: int | None, keeper: User | None
) -> None:
    """How often the partner is contacted and by whom, from today (L-90); no weeks ends the rhythm. The keeper is of the
    actor's own organisation. Raises Refused, Conflict."""
    require_keeper(by, partner.region_id)
    if every_weeks is None:
        save_version(partner, version, every_weeks=None, keeper=None, rhythm_from=None)
    else:
        if keeper is None or str(keeper.pk) not in colleagues(by.organisation_id):
            raise Refused(_("Valitse omasta organisaatiostasi, kuka pitää yhteyttä."), field="keeper")
        if every_weeks < 1:
            raise Refused(_("Kirjoita viikot kokonaislukuna, vähintään 1."), field="every_weeks")
        save_version(partner, version, every_weeks=every_weeks, keeper=keeper, rhythm_from=dates.today())
    note("partner_rhythm_set", by, "partner", partner.pk, weeks=every_weeks or 0)


@transaction.atomic
def end_partner(*, partner: Partner, version: int, by: Actor) -> None:
    """No longer a partner; what was done stays. Raises Refused, Conflict."""
    require_keeper(by, partner.region_id)
    if partner.ended_on:
        return
    save_version(partner, version, ended_on=dates.today())
    note("partner_ended", by, "partner", partner.pk)


def _bodies(words: PartnerWords) -> dict[str, object]:
    """The row itself: `asdict` would copy it. One of the region's own bodies goes by its own name and kind."""
    body = words.organisation
    return {"organisation": body, "name": body.name, "kind": body.kind} if body else {"organisation": None}


def _check(words: PartnerWords, by: Actor, own: Partner | None) -> None:
    body = words.organisation
    if body is not None and body.region_id != by.region_id:
        raise Refused(_("Valitse oman alueen organisaatio."), field="organisation")
    name = body.name if body else words.name.strip()
    if not name:
        raise Refused(_("Kirjoita kumppanin nimi tai valitse alueen organisaatio."), field="name")
    # A kind that is over names an old body still: a partner of a project of its time.
    if body is None and words.kind not in {one.key for one in codes.common().organisation_kinds}:
        raise Refused(_("Valitse, millainen toimija kumppani on."), field="kind")
    if not words.contact_task.strip():
        raise Refused(_("Kirjoita, missä tehtävässä yhteyshenkilö on."), field="contact_task")
    same = Partner.objects.filter(region_id=by.region_id, name=name).exclude(pk=own.pk if own else None)
    if same.exists() or body and body.partners.exclude(pk=own.pk if own else None).exists():
        raise Refused(_("Kumppani on jo rekisterissä. Avaa se luettelosta."), field="name")
