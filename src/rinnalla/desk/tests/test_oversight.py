"""The data-protection officer sees who has looked in the own region, and nothing of what a case holds.

Seen red: `access_officer_region` without the role; the policy without the officer's bodies; the search not
noted; the client's name drawn for "the client's own".
"""

from dataclasses import replace

import pytest
from django.db import connection

from rinnalla.desk import oversight
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates, hetu
from rinnalla.testing import as_actor

OFFICER, FAR = "rooli-data_protection_officer", "muualta-data_protection_officer"


@pytest.fixture(autouse=True)
def looked(cast, sign_in):
    """Katri has read Tuula's case and Tuula her own; Petra and Ritva tried, Ritva in another region."""
    sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/")
    sign_in(cast.tuula).get("/my/")
    sign_in(cast.petra).get(f"/cases/{cast.case.uuid}/")
    sign_in(cast.ritva).get(f"/cases/{cast.case.uuid}/")


@pytest.fixture
def code() -> str:
    return hetu.invent(dates.parse_date("13.4.1979"), 912).text


@pytest.fixture
def ask(cast, sign_in):
    def post(who: str, **given):
        given = {"about": "", "worker": "", "starts_on": "", "ends_on": "", "reason": "client_asked", **given}
        return sign_in(cast.everybody[who]).post("/log/", given)

    return post


def results(answer) -> str:
    """What was found, without the form."""
    page = answer.content.decode()
    return page[page.index('id="results"'):]


def test_by_number_and_by_identity_code(cast, ask, code):
    for about in (cast.case.number, code):
        found = results(ask(OFFICER, about=about))
        shown = ("Katri Ylinen", "Petra Nygård", "Luki tietoja", "Asiakas itse", "Koivulan hyvinvointialue")
        for one in (*shown, cast.case.number):
            assert one in found, one
        for hidden in ("Tuula", "Rantanen", "Haluan töihin", code, "l381_15"):
            assert hidden not in found, hidden


def test_by_worker_and_narrowed(cast, ask):
    found = results(ask(OFFICER, worker="petra"))
    assert "Yritti avata, pääsy evättiin" in found and "Petra Nygård" in found and "Katri" not in found
    found = results(ask(OFFICER, about=cast.case.number, worker="katri"))
    assert "Katri Ylinen" in found and "Asiakas itse" not in found
    assert "Lokissa ei ole tällaisia rivejä" in results(ask(OFFICER, about=cast.case.number, ends_on="1.1.2020"))
    assert "Katri Ylinen" in results(ask(OFFICER, about=cast.case.number, starts_on="1.1.2020"))


def test_the_search_is_in_the_log_with_its_reason(cast, ask, sign_in):
    ask(OFFICER, about=cast.case.number, reason="suspicion")
    ask(OFFICER, worker="petra", reason="routine")
    ask(OFFICER, about="ei-ole", reason="breach")
    officer = cast.actor(OFFICER)
    with as_actor(officer):
        lines = list(AccessLine.objects.filter(user_id=officer.user_id).order_by("pk"))
        assert [(line.action, line.purpose) for line in lines] == [
            ("search", "oversight.suspicion"), ("search", "oversight.routine"), ("search", "oversight.breach"),
        ]
        assert lines[0].case_ids == [cast.case.pk] and lines[0].person_ids == [cast.case.person_id]
        events = Event.objects.filter(user_id=officer.user_id).order_by("pk")
        assert [(one.verb, one.details) for one in events] == [
            ("desk.case_log_searched", {"reason": "suspicion"}), ("desk.worker_log_searched", {"reason": "routine"}),
        ]
    assert "Tarkisti lokista, kuka on katsonut tietojasi." in sign_in(cast.tuula).get("/my/log/").content.decode()


@pytest.mark.parametrize("given", [
    {"about": "", "worker": ""}, {"about": "1", "reason": ""}, {"about": "1", "reason": "muu"},
    {"about": "1", "starts_on": "3.3.2026", "ends_on": "1.3.2026"},
])
def test_without_a_reason_or_a_thing_nothing_is_searched(ask, given):
    answer = ask(OFFICER, **given)
    assert answer.status_code == 422 and 'id="results"' not in answer.content.decode()


def test_an_officer_of_another_region_finds_nothing(cast, ask, code):
    for given in ({"about": cast.case.number}, {"about": code}, {"worker": "katri"}):
        found = results(ask(FAR, **given))
        assert "ei löydy" in found and "Katri" not in found and "Luki tietoja" not in found


def test_nobody_else_may(cast, ask, sign_in):
    for who in ("katri", "petra", "rooli-manager", "rooli-system_admin", "rooli-organisation_admin"):
        assert sign_in(cast.everybody[who]).get("/log/").status_code == 403
        assert ask(who, about=cast.case.number).status_code == 403
    assert 'href="/log/"' not in sign_in(cast.katri).get("/day/").content.decode()
    assert 'href="/log/"' in sign_in(cast.everybody[OFFICER]).get("/day/").content.decode()


def test_no_case_opens(cast, sign_in):
    client = sign_in(cast.everybody[OFFICER])
    for part in ("", "log/", "team/"):
        assert client.get(f"/cases/{cast.case.uuid}/{part}").status_code == 404


# The database's wall, asked past the program ------------------------------------------------------------------------


def rows(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def whose_lines() -> set[int | None]:
    """Everybody whose lines and events the database shows, with no filter of the program."""
    return {one.user_id for model in (AccessLine, Event) for one in model.objects.all()}


@pytest.mark.wall
def test_the_wall_shows_an_officer_the_lines_of_the_own_region_only(cast):
    with as_actor(cast.actor(OFFICER)):
        assert {cast.katri.pk, cast.petra.pk} <= whose_lines() and cast.ritva.pk not in whose_lines()
        assert cast.far.organisation_id not in set(AccessLine.objects.values_list("organisation_id", flat=True))
        assert not rows("select 1 from cases_case") and not rows("select 1 from people_person")
    with as_actor(cast.actor(FAR)):
        assert cast.ritva.pk in whose_lines() and not {cast.katri.pk, cast.petra.pk} & whose_lines()


@pytest.mark.wall
@pytest.mark.parametrize("who", ["petra", FAR, "rooli-manager", "rooli-system_admin"])
def test_the_wall_answers_nobody_else(cast, who, code):
    """As if the program had asked for them: by the functions and past them."""
    index = hetu.index(code, cast.team.organisation.region.key)
    actor = cast.actor(who)
    with as_actor(actor):
        assert not rows("select 1 from access_officer_cases(%s, %s)", cast.case.number, index)
        assert not rows("select 1 from access_officer_numbers(%s)", [cast.case.pk])
        assert not rows("select 1 from accesslog_of_case(%s, 10)", cast.case.pk)
        assert not rows("select 1 from eventlog_of_case(%s, 10)", cast.case.pk)
        assert not {cast.katri.pk, cast.tuula.pk} & whose_lines()
        assert not oversight.search(actor, about=cast.case.number, worker="", starts_on=None, ends_on=None).rows


@pytest.mark.wall
def test_a_settings_word_is_not_enough(cast):
    """The role is asked from the membership itself: neither a name of a role nor another's membership opens the log."""
    officer = cast.actor(OFFICER)
    for false in (
        replace(officer, user_id=cast.petra.pk), replace(officer, kind="token"),
        replace(cast.a_petra, role="data_protection_officer"),
    ):
        with as_actor(false):
            assert not rows("select 1 from accesslog_of_case(%s, 10)", cast.case.pk)
            assert cast.katri.pk not in whose_lines()
