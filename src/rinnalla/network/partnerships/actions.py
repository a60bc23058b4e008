"""Beginning a partnership, changing it, agreeing on the turns to chair, ending it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employers.texts import without_client
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.keeping import note, require_keeper
from rinnalla.network.partners.models import Partner
from rinnalla.network.partnerships.models import ChairTurn, Partnership, PartnershipMember


@dataclass(frozen=True)
class PartnershipWords:
    """What the bodies do together, on what theme, since when."""

    name: str
    theme: str
    kind: str
    starts_on: date
    plan: str


@transaction.atomic
def begin_partnership(
    *, by: Actor, words: PartnershipWords, members: Sequence[Partner], key: UUID | None = None
) -> Partnership:
    """Bodies plan together; the actor's unit takes care of it. The chair rotates in the order of `members`.
    Raises Refused: fewer than one member, another region's."""
    require_keeper(by, by.region_id)
    told = _told(words)
    _check_members(members, by)

    def make() -> Partnership:
        row = Partnership.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, made_by_id=by.user_id, form_key=key, **asdict(told)
        )
        for place, partner in enumerate(members):
            PartnershipMember.objects.create(partnership=row, partner=partner, place=place)
        return row

    row, new = once(Partnership.objects.all(), key, make, region_id=by.region_id, name=told.name)
    if new:
        note("partnership_begun", by, "partnership", row.pk, kind=str(words.kind), members=len(members))
    return row


@transaction.atomic
def change_partnership(
    *, partnership: Partnership, version: int, by: Actor, words: PartnershipWords, members: Sequence[Partner]
) -> None:
    """Mend what it tells and who is in it. The turns of who has left and has not chaired yet are left out. Raises
    Refused, Conflict."""
    row = _mine(partnership, by, "edit")
    told = _told(words)
    _check_members(members, by)
    save_version(row, version, **asdict(told))
    PartnershipMember.objects.filter(partnership=row).delete()
    for place, partner in enumerate(members):
        PartnershipMember.objects.create(partnership=row, partner=partner, place=place)
    ahead = ChairTurn.objects.filter(partnership=row, from_on__gt=dates.today())
    ahead.exclude(partner__in=members).delete()
    note("partnership_changed", by, "partnership", row.pk, members=len(members))


@transaction.atomic
def set_turns(*, partnership: Partnership, version: int, by: Actor, first_on: date, months: int) -> None:
    """Whose turn to chair, one for each member in their order, `months` long, from `first_on` on (E-47). It begins with
    the member after whoever chaired before that day; later turns agreed on before are replaced. Raises Refused: a day
    before the newest turn that has begun. Raises Conflict."""
    row = _mine(partnership, by, "turns")
    if not 1 <= months <= 36:
        raise Refused(_("Vuoron pituus on 1–36 kuukautta."), field="months")
    begun = row.turns.filter(from_on__lte=dates.today()).order_by("-from_on").first()
    if begun and first_on <= begun.from_on:
        text = _("Vuoro, joka alkoi %(day)s, on jo kulunut tai menossa. Valitse myöhempi päivä.")
        raise Refused(text % {"day": dates.d(begun.from_on)}, field="first_on")
    save_version(row, version)
    members = [one.partner for one in row.members.select_related("partner")]
    ChairTurn.objects.filter(partnership=row, from_on__gte=first_on).delete()
    before = row.turns.filter(from_on__lt=first_on).order_by("-from_on").first()
    start = next((n + 1 for n, one in enumerate(members) if before and one.pk == before.partner_id), 0)
    for turn in range(len(members)):
        ChairTurn.objects.create(
            partnership=row, partner=members[(start + turn) % len(members)],
            from_on=dates.add_months(first_on, turn * months), made_by_id=by.user_id,
        )
    note("partnership_turns_set", by, "partnership", row.pk, turns=len(members))


@transaction.atomic
def end_partnership(*, partnership: Partnership, by: Actor, outcome: str) -> None:
    """It ends with what came of it. Twice is once. Raises Refused."""
    said = without_client(outcome, "outcome")
    if not said:
        raise Refused(_("Kirjoita, mitä kumppanuudesta syntyi ja kuka jatkaa."), field="outcome")
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if row.ended_at and (row.ended_by_id, row.outcome) == (by.user_id, said):
        return
    row = _mine(row, by, "end")
    if row.contacts.coming().exists():
        raise Refused(_("Kumppanuudella on vielä tulevia tapaamisia. Pidä tai peru ne ensin."))
    Partnership.objects.filter(pk=row.pk).update(ended_at=dates.now(), ended_by_id=by.user_id, outcome=said)
    note("partnership_ended", by, "partnership", row.pk)


def keepers(partnership: Partnership) -> list[int | None]:
    """The organisations that keep it: whose unit takes care of it, and every member that uses the program, since the
    chair rotates."""
    members = partnership.members.values_list("partner__organisation_id", flat=True)
    return [partnership.unit.organisation_id, *(one for one in members if one is not None)]


def _mine(partnership: Partnership, by: Actor, act: str) -> Partnership:
    row = Partnership.objects.select_for_update(of=("self",)).select_related("unit").get(pk=partnership.pk)
    require_keeper(by, row.region_id, keepers(row))
    if not row.allows(act):
        raise Refused(_("Kumppanuus on jo päätetty. Päivitä sivu."))
    return row


def _told(words: PartnershipWords) -> PartnershipWords:
    told = replace(
        words, name=without_client(words.name, "name"), theme=without_client(words.theme, "theme"),
        plan=without_client(words.plan, "plan"),
    )
    if not (told.name and told.theme and told.plan):
        raise Refused(_("Kirjoita kumppanuuden nimi, teema ja mitä yhdessä suunnitellaan."))
    return told


def _check_members(members: Sequence[Partner], by: Actor) -> None:
    if not members:
        raise Refused(_("Valitse vähintään yksi kumppani."), field="members")
    if any(one.region_id != by.region_id for one in members):
        raise Refused(_("Valitse oman alueen kumppaneita."), field="members")
