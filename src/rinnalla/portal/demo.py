"""What a client of the invented world keeps on the own pages."""

from datetime import timedelta
from typing import Any

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.mandates.actions import give_mandate
from rinnalla.cases.models import Case
from rinnalla.lib import dates, hetu
from rinnalla.portal.keeping import actions
from rinnalla.portal.models import OwnNote
from rinnalla.servicemodels import codes

AT_FIRST = {"strength": 3, "everyday": 4, "money": 2, "people": 5, "skills": 6, "hope": 3}
LATELY = {"strength": 5, "everyday": 6, "money": 3, "people": 6, "skills": 7, "hope": 7}


def keeps(world: Any, case: Case, username: str) -> None:
    """How a client saw it some months ago and lately, and what she wants to remember."""
    client = User.objects.get(username=username)
    herself = Actor(kind="client", user_id=client.pk, person_id=client.person_id, name=client.name)
    for days, scores, words in ((-90, AT_FIRST, ""), (-5, LATELY, "Puutarhalla oli hyvä olla.")):
        with world.at(world.today + timedelta(days=days), herself, 19) as by:
            assess(Case.objects.get(pk=case.pk), by, scores, words)
    with world.at(world.today + timedelta(days=-2), herself, 20) as by:
        write(Case.objects.get(pk=case.pk), by)
        names_helper(Case.objects.select_related("region").get(pk=case.pk), by)


def names_helper(case: Case, by: Actor) -> None:
    """Her brother writes to the team and sees when she meets them; leaves she decides herself."""
    code = hetu.invent(dates.parse_date("2.5.1975"), 917)
    give_mandate(case=case, by=by, name="Seppo Rantanen", hetu=code, parts=["path", "meetings", "messages"])


def assess(case: Case, by: Actor, scores: dict[str, float], words: str = "") -> None:
    """An own assessment, which the client shares with the team."""
    form = next(one for one in codes.common().instruments if one.key == "own_view")
    row = actions.note_assessment(
        case=case, by=by, instrument=form, edition=form.editions[-1].version, scores=scores, words=words
    )
    actions.share(row=row, by=by)


def write(case: Case, by: Actor) -> None:
    """One's own words about the plan, shared; and a note that nobody else sees."""
    words = actions.write_note(
        case=case, by=by, about=OwnNote.About.PLAN,
        text="Aamut ovat selälle pahimpia. Aloittaisin mieluummin kymmeneltä.",
    )
    actions.share(row=words, by=by)
    actions.write_note(
        case=case, by=by, about=OwnNote.About.ANYTHING, text="Kysy Katrilta: mitä jos en jaksa kolmea tuntia?",
    )
