"""The person's path over swim lanes, from the facts of the case; the same path as a list stands under it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.cases.models import Case
from rinnalla.desk.sources import Facts, Point
from rinnalla.lib import dates
from rinnalla.lib.pathparts import BODY_ICONS
from rinnalla.lib.paths import Drawing, Lane, PathPoint, Wait, draw
from rinnalla.lib.spoken import short_months

CLIENT = "client"
MOST_POINTS = 12


@dataclass(frozen=True)
class CasePath:
    """The drawing with its title and sentence for those who hear it, and its points in words."""

    drawing: Drawing | None
    title: str
    sentence: str
    past: list[Point]
    now: str
    ahead: list[Point]
    bodies: dict[int, tuple[str, str]]
    waits: list


def draw_case(case: Case, facts: Facts) -> CasePath:
    """Draw the path of a case. A path of one point is not drawn: the list says it better."""
    today = dates.today()
    past = [one for one in facts.past if one.on <= today][-MOST_POINTS:]
    ahead = [one for one in facts.ahead if one.on > today][:5]
    title = _("Polku: %(name)s") % {"name": case.person.name}
    now = case.next_step if not case.closed_at else ""
    drawing = _drawing(case, facts, past, ahead, today, now) if len(past) > 1 and not case.closed_at else None
    return CasePath(drawing, title, _sentence(case, facts), past, now, ahead, facts.bodies, facts.waits)


def _drawing(case: Case, facts: Facts, past: list[Point], ahead: list[Point], today: date, now: str) -> Drawing:
    lanes = [Lane(CLIENT, _("%(name)s itse") % {"name": case.person.first_name}, "Person")]
    lanes += [Lane(_key(pk), name, BODY_ICONS.get(kind, "Buildings3")) for pk, (name, kind) in facts.bodies.items()]
    known = {lane.key for lane in lanes}
    standing = past[-1].organisation_id if past else None
    return draw(
        lanes=lanes,
        today=today,
        today_text=_("Tänään %(day)s") % {"day": dates.dshort(today)},
        points=[_point(one) for one in past],
        future=[_point(one) for one in ahead],
        now=PathPoint(_key(standing), today, "now", _("Nyt: %(step)s") % {"step": now} if now else ""),
        waits=[
            Wait(_key(one.organisation_id), one.since, one.until, one.what, waited(one.since, today))
            for one in facts.waits
            if _key(one.organisation_id) in known
        ],
        companion_since=dates.local(case.responsible_since).date() if case.responsible_since else None,
        months=short_months(),
    )


def _key(organisation_id: int | None) -> str:
    return str(organisation_id) if organisation_id else CLIENT


def _point(one: Point) -> PathPoint:
    return PathPoint(_key(one.organisation_id), one.on, one.kind, one.what)


def waited(since: date, today: date) -> str:
    """How long something has been waited for, in words."""
    days = (today - since).days
    return ngettext("Odottaa %(days)s päivän", "Odottaa %(days)s päivää", days) % {"days": days}


def _sentence(case: Case, facts: Facts) -> str:
    bodies = len(facts.bodies)
    text = ngettext("Polku kulkee yhden toimijan kautta.", "Polku kulkee %(n)s toimijan kautta.", bodies) % {
        "n": bodies
    }
    if case.next_step and not case.closed_at:
        text += " " + _("Nyt: %(step)s.") % {"step": case.next_step.rstrip(".")}
    return text + " " + _("Sama polku on luettelona kuvan alla.")


def trail(path: CasePath) -> list[dict[str, str]]:
    """The path as a list: what, when, where."""

    def item(one: Point, state: str) -> dict[str, str]:
        where = path.bodies.get(one.organisation_id, ("", ""))[0] if one.organisation_id else ""
        return {
            "kind": one.kind,
            "title": one.what,
            "text": ", ".join(part for part in (dates.d(one.on), where) if part),
            "state": state,
        }

    rows = [item(one, "done") for one in path.past]
    today = dates.today()
    for one in path.waits:
        where = path.bodies.get(one.organisation_id, ("", ""))[0]
        rows.append(
            {
                "kind": "waiting",
                "title": one.what,
                "text": f"{where}, {waited(one.since, today)}".strip(", "),
                "state": "done",
            }
        )
    if path.now:
        rows.append(
            {"kind": "now", "title": _("Nyt: %(step)s") % {"step": path.now}, "text": dates.d(today), "state": "now"}
        )
    return rows + [item(one, "next") for one in path.ahead]
