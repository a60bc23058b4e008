"""Naming a helper, recording a guardian, ending either: from that second on nothing opens by it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.roles import PARTS
from rinnalla.cases.actions import locked
from rinnalla.cases.mandates.models import Kind, Mandate
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.hetu import Hetu
from rinnalla.lib.saving import once
from rinnalla.people.actions import known_hetu
from rinnalla.people.representatives import account_for
from rinnalla.servicemodels.codes import code

CLIENT, OWN_WISH = "client", "own_wish"  # codes of mandate_endings


@transaction.atomic
def give_mandate(
    *, case: Case, name: str, hetu: Hetu, parts: Iterable[str], by: Actor, ends_on: date | None = None,
    key: UUID | None = None,
) -> Mandate:
    """The client names a helper, who may act in these parts until the end of the day, or until either ends it.

    Raises Refused: not the client's own act, no part, a day that has passed, somebody who acts already, oneself.
    """
    if not by.is_client:
        raise Refused(_("Auttajan valtuuttaa vain asiakas itse."))
    about = {"name": name, "kind": Kind.HELPER, "parts": _parts(parts), "starts_at": dates.now()}
    return _give(case, hetu, by, key, ends_at=_end(ends_on, dates.now()), **about)


@transaction.atomic
def record_guardian(
    *, case: Case, name: str, hetu: Hetu, parts: Iterable[str], authority: str, reference: str, decided_on: date,
    by: Actor, starts_on: date | None = None, ends_on: date | None = None, key: UUID | None = None,
) -> Mandate:
    """Record from an authority's decision who is the client's guardian: the fact with its reference, not the paper.

    Raises Refused: not by whoever answers for the client, no decision, no part, days that do not hold, the client.
    """
    if not answers_for(case, by):
        raise Refused(_("Edunvalvojan kirjaa asiakkaan asiakasvastaava."))
    if code("mandate_authorities", authority) is None:
        raise Refused(_("Valitse, kuka päätöksen teki."), field="authority")
    if not reference.strip():
        raise Refused(_("Kirjoita päätöksen tunnus, esimerkiksi diaarinumero."), field="reference")
    if decided_on > dates.today():
        raise Refused(_("Päätöksen päivä ei voi olla tulevaisuudessa."), field="decided_on")
    starts_at = dates.start_of_day(starts_on) if starts_on and starts_on > dates.today() else dates.now()
    about = {"name": name, "kind": Kind.GUARDIAN, "parts": _parts(parts), "starts_at": starts_at}
    decision = {"authority": authority, "reference": reference.strip(), "decided_on": decided_on}
    return _give(case, hetu, by, key, ends_at=_end(ends_on, starts_at), **about, **decision)


def answers_for(case: Case, by: Actor) -> bool:
    """Whether the actor answers for the client now: the responsible worker or a deputy, else the arranger."""
    mine = (by.user_id, *by.deputises)
    return by.is_staff and (case.responsible_worker_id or case.arranger_id) in mine


def _parts(parts: Iterable[str]) -> list[str]:
    chosen = [part for part in PARTS if part in set(parts)]
    if not chosen:
        raise Refused(_("Valitse ainakin yksi asia, jota hän voi hoitaa."), field="parts")
    return chosen


def _end(day: date | None, starts_at: datetime) -> datetime | None:
    if day is None:
        return None
    if day < dates.local(starts_at).date():
        raise Refused(_("Viimeinen päivä on jo mennyt tai ennen alkua. Valitse myöhempi päivä."), field="ends_on")
    return dates.midnight_after(day)


def _give(case: Case, hetu: Hetu, by: Actor, key: UUID | None, **about: Any) -> Mandate:
    case = locked(case.pk)
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Uutta edustajaa ei voi enää lisätä."))
    name = about.pop("name").strip()
    if not name:
        raise Refused(_("Kirjoita hänen nimensä."), field="name")
    if known_hetu(case.region, hetu) == case.person_id:
        raise Refused(_("Tämä on asiakkaan oma henkilötunnus. Kirjoita edustajan henkilötunnus."), field="hetu")

    def make() -> Mandate:
        user = account_for(region=case.region, hetu=hetu, name=name, by=by)
        if Mandate.objects.not_over().filter(case=case, user=user).exists():
            text = _("Hänellä on jo tehtävä tässä asiassa. Lopeta se ensin, jos haluat muuttaa sitä.")
            raise Refused(text, field="hetu")
        return Mandate.objects.create(case=case, user=user, name=name, made_by_id=by.user_id, form_key=key, **about)

    mandate, new = once(Mandate.objects.all(), key, make, case_id=case.pk, made_by_id=by.user_id)
    if new:
        _note(mandate, case, "cases.mandate_given" if mandate.of_helper else "cases.guardian_recorded", by)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Actor, why: str = "") -> None:
    """It is over now, in every page that is open. Twice is once.

    The client ends a helper's, a helper one's own; of a guardian's whoever answers for the client records the end, with
    its reason (a code of mandate_endings). Raises Refused.
    """
    case = locked(mandate.case_id)
    row = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if row.ended_at:
        return
    if not row.allows("end"):
        raise Refused(_("Tehtävä on jo päättynyt määräpäivänään."))
    if by.on_clients_side and not row.of_helper:
        raise Refused(_("Edunvalvojan on määrännyt viranomainen. Kysy asiakasvastaavaltasi, miten tehtävä päättyy."))
    if not by.on_clients_side and not answers_for(case, by):
        raise Refused(_("Tämän kirjaa asiakkaan asiakasvastaava."))
    why = CLIENT if by.is_client else OWN_WISH if by.is_representative else why
    if code("mandate_endings", why) is None:
        raise Refused(_("Valitse, miksi tehtävä päättyy."), field="why")
    now = dates.now()
    # One that has not begun never does.
    starts_at = min(row.starts_at, now)
    Mandate.objects.filter(pk=row.pk).update(starts_at=starts_at, ended_at=now, ended_by_id=by.user_id, ended_why=why)
    _note(row, case, "cases.mandate_ended", by, why=why)


def _note(mandate: Mandate, case: Case, verb: str, by: Actor, **details: Any) -> None:
    record(
        verb, by=by, stream=("case", case.pk), obj=("mandate", mandate.pk), case_id=case.pk, person_id=case.person_id,
        kind=mandate.kind, parts=list(mandate.parts), **details,
    )
