"""The client's path as a list, oldest first: what has been, where one is now, what is agreed ahead, and the goal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import ARRANGING, Case, Channel
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.spoken import at_time, long_day
from rinnalla.lib.texts import in_language
from rinnalla.plans.models import Goal, PlanVersion
from rinnalla.plans.paths.models import DONE, OPEN, PathStep
from rinnalla.portal.gatherings import called, meetings
from rinnalla.portal.own import first_name
from rinnalla.servicemodels.codes import of_case, stages
from rinnalla.services.models import Benefit, ServiceEpisode, ServiceObservation


@dataclass(frozen=True)
class Point:
    """One thing on the path. `on` orders it; without `text` the day stands under the title."""

    on: date
    kind: str
    title: str
    text: str = ""
    url: str = ""
    box: str = ""
    waits: bool = False

    def drawn(self) -> dict[str, Any]:
        """As `components/path.html` draws it."""
        return {
            "kind": self.kind, "title": self.title, "text": self.text or long_day(self.on), "url": self.url,
            "box": self.box, "box_wait": self.waits,
        }


def trail(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """The whole path of a case. Every source is behind the client's own wall."""
    points = [*_beginning(case), *_contacts(case), *_companions(case), *_plan(case)]
    points += [*_meetings(case, actor), *_services(case, actor), *_path_steps(case, actor)]
    points += [*_seen(case, actor), *_livelihood(case, actor)]
    today = dates.today()
    past = sorted((one for one in points if one.kind not in AHEAD), key=lambda one: one.on)
    coming = sorted((one for one in [*points, *_step(case)] if one.kind in AHEAD), key=lambda one: one.on)
    if case.closed_at:
        end = Point(dates.local(case.closed_at).date(), "done", _("Asiasi päätettiin"))
        return [one.drawn() for one in [*past, end]]
    here = Point(today, "now", _("Olet nyt tässä"), _stage(case), box=_waiting_for_worker(case))
    return [one.drawn() for one in [*past, here, *coming]] + _goal(case)


AHEAD = ("ahead", "meeting_ahead")


def _beginning(case: Case) -> Iterator[Point]:
    """How one came: by oneself, encouraged by an association, or guided by a professional (V-43…V-45)."""
    came = Event.objects.filter(case_id=case.pk, stream_kind="case", verb="referrals.accepted").order_by("pk").first()
    details = came.details if came else {}
    on = date.fromisoformat(details["received_on"]) if details.get("received_on") else dates.local(case.made_at).date()
    if case.previous_id:
        yield Point(on, "done", _("Palasit, ja jatkamme siitä mihin jäimme"))
    elif details.get("channel") in ("self", "third_sector_encouraged"):
        yield Point(on, "done", _("Otit itse yhteyttä"))
    elif details.get("channel"):
        yield Point(on, "done", _("Sinut ohjattiin tänne"))
    else:
        yield Point(on, "done", _("Asiasi tuli meille"))


def _contacts(case: Case) -> Iterator[Point]:
    first = case.contacts.filter(is_first=True, with_client=True).select_related("made_by").first()
    if first:
        name = {"name": first_name(first.made_by.name)} if first.made_by else {"name": ""}
        met = first.channel in (Channel.MEETING, Channel.HOME, Channel.VIDEO)
        title = _("Tapasit ensi kertaa: %(name)s") if met else _("Ensimmäinen yhteys: %(name)s")
        yield Point(first.on, "done", title % name)


def _companions(case: Case) -> Iterator[Point]:
    terms = case.terms.select_related("worker").order_by("period")
    for number, term in enumerate(terms):
        title = _("%(name)s alkoi kulkea rinnallasi") if number == 0 else _("%(name)s jatkoi rinnallasi")
        on = dates.local(term.period.lower).date()
        yield Point(on, "handover" if number else "done", title % {"name": first_name(term.worker.name)})


def _plan(case: Case) -> Iterator[Point]:
    for version in PlanVersion.objects.filter(case=case).order_by("number").prefetch_related("approvals"):
        title = _("Teimme suunnitelman") if version.number == 1 else _("Uudistimme suunnitelmaa")
        yield Point(dates.local(version.made_at).date(), "done", title)
        if version.approval and version.approval.answer == "approved":
            yield Point(version.approval.answered_on, "review", _("Hyväksyit suunnitelman"))


def _meetings(case: Case, actor: Actor) -> Iterator[Point]:
    for meeting in meetings(case, actor):
        url = reverse("portal:meeting", kwargs={"meeting_uuid": meeting.uuid})
        kind = "meeting_held" if meeting.held_at else "meeting_ahead"
        said = "" if meeting.held_at else at_time(meeting.starts_at)
        yield Point(dates.local(meeting.starts_at).date(), kind, called(meeting), said, url=url)


def _services(case: Case, actor: Actor) -> Iterator[Point]:
    rows = ServiceEpisode.objects.visible_to(actor).filter(case=case)
    for one in rows.select_related("card", "organiser__organisation").order_by("pk"):
        name = {"name": one.name}
        if one.started_on:
            day = long_day(one.started_on)
            yield Point(one.started_on, "done", _("Alkoi: %(name)s") % name, f"{day}, {_body(one)}")
        elif one.waits_since and not one.ended_on:
            yield _wait(one)
        elif one.planned_on and not one.ended_on and one.planned_on >= dates.today():
            yield Point(one.planned_on, "ahead", _("Alkaa: %(name)s") % name)
        if one.started_on and one.ended_on:
            yield Point(one.ended_on, "done", _("Päättyi: %(name)s") % name)


def _path_steps(case: Case, actor: Actor) -> Iterator[Point]:
    """The steps of the paths in plain words: what has been done, what comes, who does it and by when (T-11)."""
    rows = PathStep.objects.visible_to(actor).filter(case=case).select_related("path", "owner", "done", "omission")
    today = dates.today()
    for one in rows.order_by("path_id", "order"):
        if one.state == DONE:
            yield Point(one.done.done_on, "done", one.plain_name)
        elif one.state == OPEN:
            yield Point(max(one.due_on or LAST, today), "ahead", one.plain_name, _when_and_who(one))


LAST = date.max  # a step without a day comes after those that have one


def _when_and_who(step: PathStep) -> str:
    """By when, and whose turn it is. A late step is not the client's fault: it is said plainly."""
    if step.by_client:
        whose = _("Tämän teet sinä")
    else:
        whose = _("Tekijä: %(name)s") % {"name": first_name(step.owner.name)} if step.owner else ""
    if step.late_days:
        when = _("Tämä on myöhässä. Kysy meiltä, jos odotus huolettaa.")
    else:
        when = _("Viimeistään %(day)s") % {"day": long_day(step.due_on)} if step.due_on else _("Päivä sovitaan")
    return ". ".join(part.rstrip(".") for part in (when, whose) if part)


def _seen(case: Case, actor: Actor) -> Iterator[Point]:
    """What a companion wrote of a service beside one's own goal: nothing is written behind the client's back (L-43)."""
    words = {
        ServiceObservation.Verdict.TAKES_FORWARD: _("Palvelu vie tavoitettasi eteenpäin"),
        ServiceObservation.Verdict.PARTLY: _("Palvelu vie tavoitettasi osittain eteenpäin"),
        ServiceObservation.Verdict.STANDS_STILL: _("Palvelu ei vie tavoitettasi eteenpäin"),
    }
    rows = ServiceObservation.objects.visible_to(actor).filter(case=case).select_related("episode__card", "made_by")
    for one in rows:
        name = first_name(one.made_by.name) if one.made_by else ""
        title = f"{words[ServiceObservation.Verdict(one.verdict)]}: {one.episode.name}"
        yield Point(one.on, "done", title, f"{name}, {long_day(one.on)}", box=one.words)


def _livelihood(case: Case, actor: Actor) -> Iterator[Point]:
    """When one's own benefit, pension or job turns, and what is agreed for that day (L-72)."""
    titles = {
        "end": _("Päättyy: %(name)s"), "decision": _("Uusi päätös: %(name)s"), "limit": _("Viimeinen päivä: %(name)s"),
    }
    for one in Benefit.objects.visible_to(actor).kept().filter(case=case).order_by("pk"):
        for turn in one.turns:
            if turn.on >= dates.today():
                agreed = one.next_step if turn == one.turns[0] else ""
                agreed = agreed or _("Sovimme yhdessä ajoissa, mitä sitten tapahtuu.")
                yield Point(turn.on, "ahead", titles[turn.reason] % {"name": one.name}, box=agreed)


def _body(one: ServiceEpisode) -> str:
    return one.organiser.organisation.name if one.organiser else one.organiser_name


def _wait(one: ServiceEpisode) -> Point:
    """Whose turn it is, since when, and that the client need not call."""
    since = _("Odotus alkoi %(day)s") % {"day": long_day(one.waits_since)}
    box = _("Vastaaja on %(body)s. Sinun ei tarvitse soittaa.") % {"body": _body(one)}
    if one.waits_long:
        box = _("Tämä kestää tavallista pidempään.") + " " + box
    title = _("Odotamme: %(name)s") % {"name": one.name}
    return Point(one.waits_since or dates.today(), "waiting", title, since, box=box, waits=True)


def _step(case: Case) -> Iterator[Point]:
    if case.next_step and case.next_step_on and not case.closed_at and case.next_step_on >= dates.today():
        yield Point(case.next_step_on, "ahead", case.next_step)
    if case.review_on and not case.closed_at and case.review_on >= dates.today():
        yield Point(case.review_on, "ahead", _("Katsomme yhdessä, miten on mennyt"))


def _stage(case: Case) -> str:
    found = next((one for one in stages(of_case(case)) if one.key == case.stage), None)
    return in_language(found.client_names) or found.name if found else ""


def _waiting_for_worker(case: Case) -> str:
    if case.state != ARRANGING or case.naming_due_on is None:
        return ""
    return _("Sovimme asiakasvastaavasta viimeistään %(day)s.") % {"day": dates.d(case.naming_due_on)}


def _goal(case: Case) -> list[dict[str, Any]]:
    goal = Goal.objects.filter(case=case).open().order_by("-importance", "pk").first()
    words = goal.in_clients_words if goal else case.wish
    return [{"kind": "goal", "title": words, "text": _("Sinun tavoitteesi")}] if words else []
