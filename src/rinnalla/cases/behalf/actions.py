"""Recording the client's own act in the client's place. The act itself is its own room's, in the same transaction."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.actions import locked
from rinnalla.cases.behalf.models import Act, OnBehalf
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.servicemodels.codes import code


@transaction.atomic
def note_on_behalf(
    *, case: Case, act: Act, subject: UUID, reason: str, way: str, said_on: date, by: Actor, key: UUID | None = None
) -> tuple[OnBehalf, bool]:
    """Note whose act it was, why a worker records it and how the client said it. Whether it was noted now: a second
    sending must not do the act again. Raises Refused: no such reason or way, a day ahead, not a worker."""
    if not by.is_staff:
        raise Refused(_("Asiakkaan puolesta kirjaa työntekijä."))
    if code("behalf_reasons", reason) is None:
        raise Refused(_("Valitse, miksi kirjaat tämän asiakkaan puolesta."), field="reason")
    if code("behalf_ways", way) is None:
        raise Refused(_("Valitse, miten asiakas sanoi tämän."), field="way")
    if said_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa vasta, kun asiakas on sanonut tämän."), field="said_on")
    locked(case.pk)

    def make() -> OnBehalf:
        return OnBehalf.objects.create(
            case_id=case.pk, act=act, subject=subject, reason=reason, way=way, said_on=said_on, made_by_id=by.user_id,
            form_key=key,
        )

    row, new = once(OnBehalf.objects.all(), key, make, case_id=case.pk, made_by_id=by.user_id)
    if new:
        record(
            "cases.recorded_on_behalf", by=by, stream=("case", case.pk), obj=("on_behalf", row.pk),
            person_id=case.person_id, act=str(act), reason=reason, way=way,
        )
    return row, new
