"""Closing a case: each body that goes on knows what, who and how, or the client has refused (L-75, I-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, Grant, User
from rinnalla.cases import moments
from rinnalla.cases.actions import OUTLIVES, _note, _require, end_places, end_term, locked
from rinnalla.cases.grounds import statute_for
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import Case, Closing
from rinnalla.cases.models_team import Agreement, ClosingHandover
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, save_version
from rinnalla.organisations.models import Organisation


@dataclass(frozen=True)
class Remaining:
    """A body that goes on with the client, who of it is in the team, and its hand-over when there is one."""

    organisation: Organisation
    people: tuple[str, ...]
    handover: ClosingHandover | None
    by_law: bool  # a statute lets it be told without the client's leave (381/2023 § 15)


def remaining(case: Case) -> list[Remaining]:
    """The bodies of the team besides the responsible worker, and those whose services go on (settings.CASE_BODIES)."""
    members = case.team.filter(left_at__isnull=True).exclude(user_id=case.responsible_worker_id)
    people: dict[int, list[str]] = {}
    for member in members.select_related("user", "unit").order_by("pk"):
        people.setdefault(member.unit.organisation_id, []).append(member.user.name)
    told = {pk for path in settings.CASE_BODIES for pk in import_string(path)(case)}
    handovers = {one.organisation_id: one for one in case.closing_handovers.all()}
    rows = Organisation.objects.filter(pk__in={*people, *told, *handovers}).order_by("pk")
    return [
        Remaining(one, tuple(people.get(one.pk, ())), handovers.get(one.pk), statute_for(case, one) is not None)
        for one in rows
    ]


def lacking(case: Case) -> list[Organisation]:
    """The remaining bodies without a hand-over or a recorded refusal: while there is one, the case stays open."""
    return [one.organisation for one in remaining(case) if one.handover is None]


@transaction.atomic
def hand_over(
    *,
    case: Case,
    organisation: Organisation,
    agreement: str,
    by: Actor,
    what: str = "",
    contact_person: str = "",
    contact: str = "",
    version: int | None = None,
) -> ClosingHandover:
    """Agree how one body goes on, or record that the client refuses it to be told. `version` is that of the row the
    form showed, None when there was none. Raises Conflict when somebody was first, Refused."""
    _require(case, "close")
    if agreement == Agreement.STATUTE and statute_for(case, organisation) is None:
        raise Refused(_("Laki ei anna tälle taholle oikeutta. Kysy asiakkaalta lupa."), field="agreement")
    told = {"what": what.strip(), "contact_person": contact_person.strip(), "contact": contact.strip()}
    if agreement == Agreement.REFUSED:
        told = dict.fromkeys(told, "")
    elif empty := next((name for name, text in told.items() if not text), None):
        raise Refused(_("Kirjaa, mitä taho jatkaa, kuka siellä ja miten hänet tavoittaa."), field=empty)
    row = _write(case, organisation, version, {**told, "agreement": agreement}, by)
    _note(case, "cases.closing_handed_over", by, ("closing_handover", row.pk), agreement=str(agreement))
    return row


def _write(
    case: Case, organisation: Organisation, version: int | None, told: dict[str, str], by: Actor
) -> ClosingHandover:
    rows = ClosingHandover.objects.filter(case=case, organisation=organisation)
    locked(case.pk)  # two who begin the same row at once
    row = rows.first()
    if row is None:
        return ClosingHandover.objects.create(case=case, organisation=organisation, made_by_id=by.user_id, **told)
    if version is None:
        raise Conflict(row)
    save_version(row, version, **told)
    return row


@transaction.atomic
def close_case(
    *,
    case: Case,
    version: int,
    by: Actor,
    solution_kind: str,
    solved: str,
    stays_open: str,
    client_words: str = "",
    key: UUID | None = None,
) -> Closing:
    """Close with a solution (I-12). Refused while a remaining body has neither hand-over nor refusal (L-75), and to
    everybody but the responsible worker. Raises Conflict, Refused."""
    if key and (earlier := Closing.objects.filter(form_key=key, case=case).first()):
        return earlier
    _require(locked(case.pk), "close")
    if not solved.strip() or not stays_open.strip():
        raise Refused(_("Kirjaa, mikä ratkesi ja mikä jää auki. Jos mitään ei jää auki, kirjoita niin."))
    if by.user_id != case.responsible_worker_id:
        raise Refused(_("Vain asiakasvastaava voi päättää asian."))
    _require_handed_over(case)
    if Message.objects.filter(case=case).waiting().exists():
        raise Refused(_("Asiakkaan viesti odottaa vastausta. Vastaa siihen ensin, sitten voit päättää asian."))
    if waits := next((why for path in settings.CLOSING_WAITS if (why := import_string(path)(case))), ""):
        raise Refused(waits)
    save_version(case, version, closed_at=dates.now(), closed_by_id=by.user_id)
    closing = Closing.objects.create(
        case=case,
        solution_kind=solution_kind,
        solved=solved.strip(),
        stays_open=stays_open.strip(),
        client_words=client_words.strip(),
        closed_on=dates.today(),
        made_by_id=by.user_id,
        form_key=key,
    )
    _end_work(case, by)
    _note(case, "cases.closed", by, ("closing", closing.pk), solution=solution_kind)
    moments.happened(moments.END, case_id=case.pk, by=by)
    return closing


def _require_handed_over(case: Case) -> None:
    if without := lacking(case):
        raise Refused(
            _("Sovi ensin, miten nämä jatkavat, tai kirjaa asiakkaan kielto: %(bodies)s.")
            % {"bodies": _listed(one.name for one in without)}
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _end_work(case: Case, by: Actor) -> None:
    """The team's leave ends with the case; the last responsible worker keeps the basics for a return (L-77)."""
    now = dates.now()
    case.proposals.filter(settled_at__isnull=True).update(
        settled_at=now, settled_by_id=by.user_id, version=F("version") + 1
    )
    end_places(case.team.all(), by)
    end_term(case, now)
    grants.give(
        case_id=case.pk,
        to=User.objects.get(pk=by.user_id),
        depth=Depth.BASICS,
        ground="l703_record",
        purpose="follow_up",
        why="was_responsible",
        by=by,
    )
    grants.end_rows(Grant.objects.filter(case=case, ended_at__isnull=True).exclude(why__in=OUTLIVES), by)
