"""What is done on the case page itself: a note in one field, and the acts of the case in their groups.

Seen red: a long text cut; a note about somebody else counted as the client's; the form drawn for a reader who may not
write; a refused note leaving the page without its text; an act drawn that its reader may not do.
"""

import re
from datetime import timedelta

import pytest

from rinnalla.cases import closing
from rinnalla.cases.models import Case, ContactNote
from rinnalla.lib import dates
from rinnalla.plans import actions as plans
from rinnalla.testing import as_actor, hand_over_all

WORDS = "Aloittaa työkokeilun maanantaina."
GROUPS = ["Suunnittele", "Tapaa ja kysy neuvoa", "Ohjaa palveluun", "Henkilötiedot", "Vastuu ja päättäminen"]


@pytest.fixture
def page(cast) -> str:
    return f"/cases/{cast.case.uuid}/"


def sent(**changes: str) -> dict[str, str]:
    return {"words": WORDS, "channel": "phone", "form_key": "8d9b3a1e-3f63-4d0f-9a55-1c2d3e4f5a6b", **changes}


def notes(cast) -> list[ContactNote]:
    with as_actor(cast.a_katri):
        return list(ContactNote.objects.filter(case=cast.case).order_by("pk"))


def closed(cast) -> None:
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, cast.a_katri)
        closing.close_case(
            case=cast.case, version=Case.objects.get(pk=cast.case.pk).version, by=cast.a_katri,
            solution_kind="employment", solved="Työ", stays_open="Ei mitään.",
        )


def test_a_note_takes_one_field_and_stays_on_the_page(cast, sign_in, page):
    katri = sign_in(cast.katri)
    assert 'name="words"' in katri.get(page).content.decode()
    for _ in range(2):  # a double press
        answer = katri.post(f"{page}contacts/quick/", sent())
        assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert WORDS in katri.get(page).content.decode()
    one = notes(cast)[-1]
    assert (one.subject, one.text, one.channel, one.with_client) == (WORDS, "", "phone", True)
    assert (one.on, one.field_group, one.made_by_id) == (dates.today(), "basics", cast.katri.pk)
    assert sum(note.subject == WORDS for note in notes(cast)) == 1


def test_a_note_with_somebody_else_is_not_the_clients(cast, sign_in, page):
    with as_actor(cast.a_katri):
        before = Case.objects.get(pk=cast.case.pk).last_contact_on
    sign_in(cast.katri).post(f"{page}contacts/quick/", sent(with_other="on", channel="message"))
    one = notes(cast)[-1]
    assert (one.with_client, one.channel, one.is_first) == (False, "message", False)
    with as_actor(cast.a_katri):
        assert Case.objects.get(pk=cast.case.pk).last_contact_on == before


@pytest.mark.parametrize("words", ["Pitkä puhelu. " * 30, "Soitto.\nSovimme kaksi asiaa.", "x" * 200])
def test_a_long_text_is_kept_whole_under_a_short_subject(cast, sign_in, page, words):
    answer = sign_in(cast.katri).post(f"{page}contacts/quick/", sent(words=words))
    assert answer.status_code == 302
    one = notes(cast)[-1]
    assert one.text == words.strip() and 0 < len(one.subject) <= 120 and words.startswith(one.subject[:5])


def test_a_refused_note_shows_the_page_with_its_text(cast, sign_in, page):
    katri = sign_in(cast.katri)
    for wrong in (sent(words=" "), sent(words="a" * 4001), sent(channel="fax")):
        answer = katri.post(f"{page}contacts/quick/", wrong)
        text = answer.content.decode()
        assert answer.status_code == 422 and "Virhe:" in text and "Suunnitelma" in text
        assert wrong["words"].strip() in text
    assert not [one for one in notes(cast) if one.channel == "fax" or one.subject == ""]


def test_an_unsent_note_waits_on_the_page_for_its_writer(cast, sign_in, page):
    katri = sign_in(cast.katri)
    katri.post("/drafts/", {"path": page, "data": "words=Kesken+j%C3%A4i"})
    assert "Kesken jäi" in katri.get(page).content.decode()
    katri.post(f"{page}contacts/quick/", {**sent(), "writer": _writer(katri.get(page).content.decode())})
    assert "Kesken jäi" not in katri.get(page).content.decode()


def _writer(text: str) -> str:
    found = re.search(r'name="writer" value="([^"]+)"', text)
    assert found
    return found[1]


def test_only_who_writes_in_the_case_sees_the_form(cast, sign_in, page):
    timo = sign_in(cast.timo)  # sees the basics
    assert 'name="words"' not in timo.get(page).content.decode()
    assert timo.post(f"{page}contacts/quick/", sent()).status_code == 403
    assert sign_in(cast.petra).post(f"{page}contacts/quick/", sent()).status_code == 404
    closed(cast)
    katri = sign_in(cast.katri)
    assert 'name="words"' not in katri.get(page).content.decode()
    assert katri.post(f"{page}contacts/quick/", sent()).status_code == 403


def test_acts_stand_in_groups_and_nobody_is_offered_what_they_may_not_do(cast, sign_in, page):
    text = sign_in(cast.katri).get(page).content.decode()
    assert re.findall(r"<h3>([^<]+)</h3>", text.split('id="h-acts"')[1]) == GROUPS
    janne = sign_in(cast.janne).get(page).content.decode()
    offered = re.findall(r'href="(/cases/[^"]+)"', janne.split('id="h-acts"')[1].split("</section></div>")[0])
    assert offered
    for address in offered:
        if address.startswith(page) and address != page:
            assert sign_in(cast.janne).get(address).status_code == 200, address
    assert "Päätä asia" not in janne and "Siirrä vastuu" not in janne
    assert 'id="h-acts"' not in sign_in(cast.timo).get(page).content.decode()


def test_ones_own_action_is_marked_done_from_the_case_page_and_one_is_back_there(cast, sign_in, page):
    """Nobody else's is offered. Seen red: the link drawn on everybody's actions; the way back to the plan."""
    today = dates.today()
    with as_actor(cast.a_katri):
        plan = plans.start_plan(case=cast.case, by=cast.a_katri, made_in="team", review_on=today + timedelta(days=60))
        goal = plans.add_goal(plan=plan, by=cast.a_katri, in_clients_words="Työhön.", purpose="employment")
        mine, others = (
            plans.add_action(goal=goal, by=cast.a_katri, what=what, owner=who, due_on=today)
            for what, who in (("Laskelma", cast.katri), ("Soitto", cast.timo))
        )
    katri = sign_in(cast.katri)
    offered = re.findall(r'href="([^"]*/actions/[^"]+)"', katri.get(page).content.decode())
    assert offered == [f"{page}plan/actions/{mine.uuid}/done/?from=case"] and str(others.uuid) not in offered[0]
    answer = katri.post(offered[0], {"done_on": dates.d(today), "what_came": "Valmis."})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert "/actions/" not in katri.get(page).content.decode()


def test_the_next_step_is_saved_from_its_page(cast, sign_in, page):
    """With the stage that follows. Seen red: the page answered 500, whatever was written."""
    katri = sign_in(cast.katri)
    with as_actor(cast.a_katri):
        before = Case.objects.get(pk=cast.case.pk)
    day, stage = dates.today() + timedelta(days=5), "services" if before.stage != "services" else "mapping"
    wanted = {"next_step": "Soitto", "next_step_on": dates.d(day), "review_on": dates.d(day), "stage": stage}
    answer = katri.post(f"{page}step/", {**wanted, "version": before.version})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    with as_actor(cast.a_katri):
        case = Case.objects.get(pk=cast.case.pk)
    assert (case.next_step, case.next_step_on, case.stage) == ("Soitto", day, stage)
    late = katri.post(f"{page}step/", {**wanted, "next_step": "Kirje", "version": before.version})
    assert late.status_code == 409 and "Kirje" in late.content.decode() and "Soitto" in late.content.decode()


def test_a_next_step_whose_day_is_gone_gets_the_usual_next_day(cast, sign_in, page):
    katri, ahead = sign_in(cast.katri), dates.today() + timedelta(days=20)
    for kept, told in ((ahead, ahead), (dates.today() - timedelta(days=2), dates.today() + timedelta(days=7))):
        with as_actor(cast.a_katri):
            Case.objects.filter(pk=cast.case.pk).update(next_step_on=kept)
        assert f'value="{dates.d(told)}"' in katri.get(f"{page}step/").content.decode()


def test_a_page_that_is_one_form_begins_in_its_first_field(cast, sign_in, page):
    """But for one that says something first, that shows an error, or that opens with a kept draft."""
    katri = sign_in(cast.katri)

    def focused(text: str) -> list[str]:
        return re.findall(r'<(?:input|textarea|select)[^>]*name="(\w+)"[^>]* autofocus', text)

    assert focused(katri.get(f"{page}step/").content.decode()) == ["next_step"]
    assert focused(katri.get("/search/").content.decode()) == ["q"]
    assert focused(katri.get("/search/?q=ran").content.decode()) == []
    assert focused(katri.get(f"{page}responsible/new/").content.decode()) == []  # tells first who answers until then
    assert focused(katri.post(f"{page}step/", {}).content.decode()) == []
    assert focused(katri.get(page).content.decode()) == []
