"""The actions of noting a need that no service answers, and that one was found after all (I-18)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.servicemodels.codes import code
from rinnalla.services.actions import require_open
from rinnalla.services.models import UnmetNeed


@transaction.atomic
def note_need(
    *, case: Case, by: Actor, need: str, special_needs: Sequence[str] = (), words: str = "", key: UUID | None = None
) -> UnmetNeed:
    """No service answers a need. `need` is an area of life; who may see it goes by that area. Raises Refused.

    The area is where the client lives that day. Nothing else of the client is counted.
    """
    require_open(case)
    known = code("life_areas", need, region=case.region)
    if known is None:
        raise Refused(_("Valitse, mihin asiakas tarvitsisi apua."), field="need")
    if strange := [one for one in special_needs if code("special_needs", one) is None]:
        raise Refused(_("Tuntematon erityistarve: %(name)s.") % {"name": strange[0]}, field="special_needs")

    def make() -> UnmetNeed:
        return UnmetNeed.objects.create(
            case=case, need=need, special_needs=list(special_needs), words=words.strip(),
            field_group=getattr(known.definition, "field_group", "basics"), municipality=case.person.municipality,
            noted_on=dates.today(), made_by_id=by.user_id, form_key=key,
        )

    row, new = once(UnmetNeed.objects.all(), key, make, case_id=case.pk)
    if new:
        _record("services.need_noted", row, by)
    return row


@transaction.atomic
def meet_need(*, need: UnmetNeed, by: Actor) -> None:
    """A service was found after all; the note stays in the counts of its time. Once said, it stays said."""
    require_open(need.case)
    if UnmetNeed.objects.filter(pk=need.pk, met_on__isnull=True).update(met_on=dates.today()):
        _record("services.need_met", need, by)


def _record(verb: str, row: UnmetNeed, by: Actor) -> None:
    record(verb, by=by, stream=("case", row.case_id), obj=("need", row.pk), person_id=row.case.person_id)
