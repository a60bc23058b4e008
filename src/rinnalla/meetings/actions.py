"""Everything that happens to a meeting: calling, moving, holding, the summary, closing, correcting."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Grant, User
from rinnalla.cases.consents.standing import MAIL, MEETING, Stands
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.meetings.arranging.actions import ask_support, release
from rinnalla.meetings.minutes.actions import lapse_entries
from rinnalla.meetings.models import (
    OWN_WILL,
    Correction,
    Delivery,
    How,
    Kind,
    Meeting,
    Participant,
)
from rinnalla.meetings.rules import (
    client_users,
    coming,
    has_view,
    in_joint_service,
    missing_parties,
    note,
    require,
    require_open,
    suits,
    team_of_case,
    tell,
    tell_invited,
)
from rinnalla.outbox.models import Promise
from rinnalla.services.actions import note_closing_talk
from rinnalla.services.models import ServiceEpisode


@transaction.atomic
def convene(
    *, case: Case, by: Actor, kind: str, starts_at: datetime, purpose: str, tried_solutions: str = "", place: str = "",
    video_url: str = "", minutes: int = 60, invited: Iterable[User] = (), episode: ServiceEpisode | None = None,
    guide: User | None = None, key: UUID | None = None, tells: bool = True,
) -> Meeting:
    """Call a meeting: any member of the client's team may (L-15). The client and the caller are always invited.

    A work meeting tells what has been tried (L-46). The client is asked whether somebody should come along (L-47);
    `guide` arranges. Without `tells` nobody hears yet: the time is not sure. Raises Refused.
    """
    require_open(case)
    asked = _of_team(case, by, invited)
    found = suits(kind, set(asked), starts_at)
    if found.definition.asks_tried and not tried_solutions.strip():
        text = _("Kirjaa, mitä ratkaisuja on jo kokeiltu. Työkokous pidetään, kun muu ei ole auttanut.")
        raise Refused(text, field="tried_solutions")
    coming(starts_at)

    def make() -> Meeting:
        return Meeting.objects.create(
            case=case, kind=kind, starts_at=starts_at, minutes=minutes, place=place.strip(), form_key=key,
            video_url=video_url.strip(), purpose=purpose.strip(), tried_solutions=tried_solutions.strip(),
            episode=episode, guide=guide, made_by_id=by.user_id,
        )

    meeting, new = once(Meeting.objects.all(), key, make, case_id=case.pk)
    if new:
        _invite(meeting, asked)
        note(meeting, "meetings.convened", by, kind=kind)
        ask_support(meeting=meeting, by=by)
        if tells:
            tell_invited(meeting, by)
    return meeting


def _of_team(case: Case, by: Actor, invited: Iterable[User]) -> dict[int, int | None]:
    """The invited with the caller, all of the client's team (or the one who arranges it). Raises Refused."""
    team = team_of_case(case)
    if by.user_id not in team:
        raise Refused(_("Tapaamisen kutsuu koolle asiakkaan tiimin jäsen."))
    asked = {user.pk for user in invited} | {by.user_id or 0}
    if strangers := asked - set(team):
        names = ", ".join(User.objects.filter(pk__in=strangers).order_by("name").values_list("name", flat=True))
        raise Refused(_("Lisää ensin asiakkaan tiimiin: %(names)s.") % {"names": names}, field="invited")
    return {pk: team[pk] for pk in sorted(asked)}


def _invite(meeting: Meeting, users: dict[int, int | None]) -> None:
    rows = [
        Participant(case_id=meeting.case_id, meeting=meeting, user_id=pk, organisation_id=body)
        for pk, body in users.items()
    ]
    Participant.objects.bulk_create([Participant(case_id=meeting.case_id, meeting=meeting, is_client=True), *rows])


@transaction.atomic
def move(
    *,
    meeting: Meeting,
    version: int,
    by: Actor,
    starts_at: datetime,
    place: str = "",
    video_url: str = "",
    minutes: int = 60,
) -> None:
    """Move the meeting to another time or place; everybody is told. An absence noted for the old time lapses."""
    require(meeting, "move")
    if hasattr(meeting, "booking"):
        raise Refused(_("Tiimipäivän aikaa ei siirretä. Peru tämä ja varaa toinen aika."))
    coming(starts_at)
    save_version(
        meeting,
        version,
        starts_at=starts_at,
        place=place.strip(),
        video_url=video_url.strip(),
        minutes=minutes,
        absence_reason="",
        absence_at=None,
        absence_by_id=None,
    )
    note(meeting, "meetings.moved", by)
    tell_invited(meeting, by)


@transaction.atomic
def cancel(*, meeting: Meeting, version: int, by: Actor, reason: str) -> None:
    """Cancel the meeting; everybody is told. Raises Conflict, Refused."""
    require(meeting, "cancel")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi tapaaminen perutaan."), field="reason")
    save_version(meeting, version, cancelled_at=dates.now(), cancelled_by_id=by.user_id, cancel_reason=reason.strip())
    release(meeting=meeting, by=by)
    note(meeting, "meetings.cancelled", by)
    tell_invited(meeting, by)


@transaction.atomic
def note_absence(*, meeting: Meeting, version: int, by: Actor, reason: str) -> None:
    """The client will not be there, and why (code of `absence_reasons`). Only the client's own will lets it be held."""
    require(meeting, "note_absence")
    save_version(meeting, version, absence_reason=reason, absence_at=dates.now(), absence_by_id=by.user_id)
    note(meeting, "meetings.absence_noted", by, reason=reason)


@transaction.atomic
def hold(
    *,
    meeting: Meeting,
    version: int,
    by: Actor,
    client_present: bool,
    came: Iterable[User] = (),
    guests: Iterable[Participant] = (),
    talked: str = "",
    field_group: str = "basics",
) -> None:
    """Mark the meeting held. Without the client only when the client's own refusal is noted before (L-15)."""
    require(meeting, "hold")
    if dates.local(meeting.starts_at).date() > dates.today():
        raise Refused(_("Tapaaminen on vasta tulossa. Siirrä aikaa, jos se pidettiin aiemmin."))
    if not client_present and meeting.absence_reason not in OWN_WILL:
        raise Refused(
            _("Tapaamista ei pidetä ilman asiakasta. Siirrä se, tai kirjaa ensin asiakkaan oma kieltäytyminen."),
            field="client_present",
        )
    if lacking := missing_parties(meeting):
        raise Refused(_("Kutsu mukaan ensin: %(parties)s.") % {"parties": ", ".join(lacking)})
    save_version(
        meeting,
        version,
        client_present=client_present,
        held_at=dates.now(),
        held_by_id=by.user_id,
        talked=talked.strip(),
        field_group=field_group,
    )
    here = {user.pk for user in came} | {by.user_id}
    rows = Participant.objects.filter(meeting=meeting, removed_at__isnull=True)
    rows.update(came=False)
    rows.filter(user_id__in=here).update(came=True)
    rows.filter(pk__in=[one.pk for one in guests]).update(came=True)
    Participant.objects.filter(meeting=meeting, is_client=True).update(came=client_present)
    note(meeting, "meetings.held", by, client_present=client_present)


@transaction.atomic
def write(
    *, meeting: Meeting, version: int, by: Actor, client_summary: str, talked: str, field_group: str = "basics"
) -> None:
    """Write what was talked about and the client's summary, before closing. Raises Conflict."""
    require(meeting, "record")
    save_version(
        meeting, version, client_summary=client_summary.strip(), talked=talked.strip(), field_group=field_group
    )
    note(meeting, "meetings.noted", by)


@transaction.atomic
def close(*, meeting: Meeting, version: int, by: Actor, how: str) -> None:
    """Close the record: the client gets the summary, in the own view or printed, and that is logged (E-41).

    Raises Refused without a summary, when the client has no own view and nothing is printed, and for a client in the
    joint service when nobody was agreed to record (L-49).
    """
    require(meeting, "close")
    if not meeting.client_summary.strip():
        raise Refused(_("Kirjoita asiakkaalle koonti ennen päättämistä. Hän saa sen heti."), field="client_summary")
    has_view(meeting, how)
    if meeting.recorder_id is None and in_joint_service(meeting.case_id):
        text = _("Asiakas on yhteispalvelussa. Sopikaa ensin, mikä organisaatio kirjaa.")
        raise Refused(text, field="recorder")
    save_version(meeting, version, closed_at=dates.now(), closed_by_id=by.user_id)
    note(meeting, "meetings.closed", by)
    if meeting.kind == Kind.THREE_PARTY and meeting.episode:
        note_closing_talk(episode=meeting.episode, by=by, on=dates.local(meeting.starts_at).date())
    deliver(meeting=meeting, by=by, how=how)


@transaction.atomic
def deliver(*, meeting: Meeting, by: Actor, how: str, key: UUID | None = None) -> Delivery:
    """The client gets the summary, once more or in another way (E-41). Logged."""
    require(meeting, "deliver")
    has_view(meeting, how)

    def make() -> Delivery:
        return Delivery.objects.create(
            case_id=meeting.case_id, meeting=meeting, how=how, made_by_id=by.user_id, form_key=key
        )

    delivery, new = once(Delivery.objects.all(), key, make, meeting_id=meeting.pk)
    if new:
        note(meeting, "meetings.summary_given", by, how=how)
        if how == How.OWN_VIEW:
            tell(client_users(meeting), by)
    return delivery


@transaction.atomic
def correct(
    *,
    meeting: Meeting,
    version: int,
    by: Actor,
    reason: str,
    client_summary: str,
    talked: str,
    field_group: str = "basics",
    key: UUID | None = None,
) -> Correction:
    """Correct a closed record: the earlier text stays readable with the reason. Raises Conflict, Refused."""
    if key and (earlier := Correction.objects.filter(form_key=key, meeting=meeting).first()):
        return earlier
    require(meeting, "correct")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi kirjausta korjataan."), field="reason")
    if not client_summary.strip():
        raise Refused(_("Asiakkaan koonti ei voi olla tyhjä."), field="client_summary")
    before = Meeting.objects.get(pk=meeting.pk)
    save_version(
        meeting, version, client_summary=client_summary.strip(), talked=talked.strip(), field_group=field_group
    )
    correction = Correction.objects.create(
        case_id=meeting.case_id,
        meeting=meeting,
        number=meeting.corrections.count() + 1,
        reason=reason.strip(),
        client_summary=before.client_summary,
        talked=before.talked,
        field_group=before.field_group,
        made_by_id=by.user_id,
        form_key=key,
    )
    lapse_entries(meeting=meeting, by=by)
    note(meeting, "meetings.corrected", by, number=correction.number)
    return correction


def standing_on(consent: Consent) -> list[Stands]:
    """What stands on a consent here (asked by `cases`): places in meetings ahead, and invitations not yet sent."""
    users = Grant.objects.filter(case_id=consent.case_id, consent=consent, ended_at__isnull=True).values("user_id")
    rows = Participant.objects.filter(case_id=consent.case_id, removed_at__isnull=True, meeting__held_at__isnull=True)
    rows = rows.filter(Q(user__in=users) | Q(user__isnull=True, organisation_id=consent.organisation_id))
    rows = rows.filter(is_client=False, meeting__cancelled_at__isnull=True, meeting__starts_at__gt=dates.now())
    rows = rows.select_related("user", "meeting").order_by("meeting__starts_at", "pk")
    return [one for row in rows for one in _place(row)]


def _place(row: Participant) -> list[Stands]:
    told = {"name": row.user.name if row.user else row.outside_name, "when": dates.dt(row.meeting.starts_at)}
    text = _("%(name)s ei tule tapaamiseen %(when)s.") % told
    found = [Stands(MEETING, text, lambda by: _take_out(row, by), row.user_id)]
    invitation = {"name": "meetings.invite", "args__0": row.user_id, "args__1": row.meeting_id}
    waiting = Promise.objects.filter(settled_at=None, **invitation)
    if row.user and waiting.exists():
        mail = _("%(name)s ei saa kutsua, joka on lähdössä.") % told
        found.append(Stands(MAIL, mail, lambda by: waiting.update(settled_at=dates.now()), row.user_id))
    return found


def _take_out(row: Participant, by: Actor) -> None:
    Participant.objects.filter(pk=row.pk, removed_at__isnull=True).update(
        removed_at=dates.now(), removed_by_id=by.user_id
    )
