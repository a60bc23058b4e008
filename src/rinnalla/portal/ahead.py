"""The first sentence of the client's page: what is next, when and with whom."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import ARRANGING, CLOSED, Case
from rinnalla.lib import dates
from rinnalla.lib.spoken import at_time, on_day, said
from rinnalla.meetings.models import Meeting
from rinnalla.portal.gatherings import TEAM, company, next_meeting
from rinnalla.portal.own import first_name


@dataclass(frozen=True)
class Ahead:
    """What is next. `act` is the text of the one button and `url` its address."""

    title: str
    text: str = ""
    place: str = ""
    prepare: str = ""
    act: str = ""
    url: str = ""


def what_is_next(case: Case, actor: Actor) -> Ahead:
    """The next thing of an open case; what happens now when somebody is still to be named, or when it is closed."""
    if case.state == CLOSED:
        title = _("Asiasi on päätetty %(day)s.") % {"day": dates.d(case.closed_at)}
        return Ahead(title, _("Voit palata koska vain. Hakemusta ei tarvita."))
    meeting = next_meeting(case, actor)
    if meeting and (case.next_step_on is None or dates.local(meeting.starts_at).date() <= case.next_step_on):
        return _meeting(meeting, case)
    if case.state == ARRANGING:
        name = first_name(case.arranger.name) if case.arranger else case.holder_unit.name
        text = _("%(name)s hoitaa sen viimeistään %(day)s. Sinun ei tarvitse soittaa.")
        told = text % {"name": name, "day": on_day(case.naming_due_on)}
        return Ahead(_("Seuraavaksi sovimme, kuka on asiakasvastaavasi."), said(told))
    return _step(case)


def _meeting(meeting: Meeting, case: Case) -> Ahead:
    title = _("Seuraavaksi tapaat tiimisi %(when)s.") if meeting.kind in TEAM else _("Seuraavaksi tapaamme %(when)s.")
    names = company(meeting, case)
    return Ahead(
        title % {"when": at_time(meeting.starts_at)}, _("Mukana: %(names)s.") % {"names": names} if names else "",
        place=meeting.where, prepare=_("Mieti valmiiksi, mitä haluat kysyä. Muuta ei tarvitse."),
        act=_("Katso tapaamisen tiedot"), url=reverse("portal:meeting", kwargs={"meeting_uuid": meeting.uuid}),
    )


def _step(case: Case) -> Ahead:
    name = first_name(case.responsible_worker.name)
    if case.next_step_on < dates.today():
        title = _("Tämä on myöhässä: %(step)s.") % {"step": case.next_step.rstrip(".")}
        text = _("Sen piti olla valmis %(day)s. %(name)s kertoo sinulle uuden päivän.")
        return Ahead(title, text % {"day": dates.d(case.next_step_on), "name": name})
    title = _("Seuraavaksi: %(step)s %(day)s.") % {"step": case.next_step.rstrip("."), "day": on_day(case.next_step_on)}
    return Ahead(said(title), _("%(name)s pitää huolen siitä, että näin tapahtuu.") % {"name": name})
