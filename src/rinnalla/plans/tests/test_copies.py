"""What the client, an agency and an employer get of the plan: the page and the words on the paper (V-58, L-53).

Seen red: see `copies.py` and `giving.py`; and with the consent's groups not asked the coach read what the illness asks.
"""

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.models import Consent
from rinnalla.cases import actions as case_actions
from rinnalla.cases.consents import actions as consents
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Organisation
from rinnalla.plans import around, giving
from rinnalla.plans.copies import copy_for
from rinnalla.plans.papers import paper
from rinnalla.plans.tests.cases import a_goal, a_plan, a_version, an_action
from rinnalla.plans.tests.pdftext import on_paper
from rinnalla.testing import as_actor

WORK, HEALTH, SPECIAL = "Ansioluettelo kuntoon", "Lääkärin lausunto selästä", "Psykiatrian arvio"
LETTER = "Työterveyden kirje"
MIND, RUNG, WORDS = "Ei nostoja yli viiden kilon", "Kolme päivää viikossa pajalla", "Haluan puutarhalle töihin."


@pytest.fixture
def garden(cast):
    with acting(system("test")):
        names = {"fi": "Puutarha Oy", "sv": "Puutarha Oy"}
        return Organisation.objects.create(region=cast.region, key="puutarha", kind="employer", names=names)


@pytest.fixture
def version(cast):
    """A plan with an entry of every sort."""
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        goal = a_goal(cast, plan, WORDS, field_group="employment")
        an_action(cast, goal, WORK, owner=cast.janne, field_group="employment")
        an_action(cast, goal, LETTER, field_group="health")
        basic = a_goal(cast, plan, "Että arki pyörii.")
        an_action(cast, basic, HEALTH, field_group="health")
        an_action(cast, basic, SPECIAL, field_group="special")
        an_action(cast, basic, "Palvelutarpeen arvio", owner=None, organisation=cast.jobs.organisation,
                  due_on=None, follow_up_on=None)
        an_action(cast, basic, "Jatkosta sovitaan")
        basic.actions.filter(what="Palvelutarpeen arvio").update(owner=cast.timo, due_on=dates.today(),
                                                                 follow_up_on=dates.today())
        around.add_consideration(plan=plan, by=cast.a_katri, text=MIND)
        around.step_on(plan=plan, by=cast.a_katri, stage="work_trial", measures=RUNG, starts_on=dates.today())
        return a_version(cast, plan)


def consent(cast, organisation, groups, kinds=()):
    with as_actor(cast.a_katri):
        return consents.give_consent(
            case=cast.case, organisation=organisation, groups=groups, mode="written", given_on=dates.today(),
            by=cast.a_katri, health_kinds=kinds,
        )


def row_of(cast, organisation, groups, **more):
    """A consent as somebody might have written it past the rules of giving one: the copy holds its own."""
    Consent.objects.filter(case=cast.case, organisation=organisation).update(withdrawn_at=dates.now())
    values = {"mode": "written", "kind": "employer_consent", "field_groups": groups, **more}
    with as_actor(cast.a_katri):
        return Consent.objects.create(case=cast.case, organisation=organisation, **values)


def seen_by(cast, version, organisation, sign_in):
    """What the page of Katri shows as the organisation's copy, and its PDF."""
    katri, of = sign_in(cast.katri), organisation.uuid if organisation else "client"
    base = f"/cases/{cast.case.uuid}/plan/copies/"
    page = katri.get(f"{base}?of={of}").content.decode()
    return page, katri.get(f"{base}paper/?of={of}")


def test_the_client_gets_all_of_it(cast, version, sign_in):
    page, answer = seen_by(cast, version, None, sign_in)
    for text in (WORK, HEALTH, SPECIAL, MIND, RUNG, WORDS, "12 kk"):
        assert text in page
        assert on_paper(text, answer.content)


@pytest.mark.row("V-58")
def test_an_agency_gets_what_the_law_lets_it(cast, version, sign_in):
    page, answer = seen_by(cast, version, cast.jobs.organisation, sign_in)
    for text in (WORK, HEALTH, MIND, RUNG, WORDS):
        assert text in page
        assert on_paper(text, answer.content)
    assert SPECIAL not in page
    assert not on_paper(SPECIAL, answer.content)
    assert "Ei mukana: erityisesti suojatut tiedot" in page


@pytest.mark.row("V-58")
def test_an_employer_gets_nothing_without_a_written_consent(cast, version, garden, sign_in):
    assert not copy_in(cast, version, garden).groups
    row_of(cast, garden, ["employment"], mode="spoken", matter="Soitto", ends_on=dates.today())
    page, answer = seen_by(cast, version, garden, sign_in)
    for text in (WORK, HEALTH, SPECIAL, MIND, RUNG, WORDS):
        assert text not in page
    assert answer.status_code == 404


@pytest.mark.row("V-58", "C-06")
def test_an_employer_gets_only_what_the_consent_lists_and_never_health(cast, version, garden, sign_in):
    with pytest.raises(Refused, match="ei saa näitä tietoja edes suostumuksella: erityisesti"):
        consent(cast, garden, ["employment", "special"], ["substances"])
    row_of(cast, garden, ["employment", "health", "special"])
    page, answer = seen_by(cast, version, garden, sign_in)
    assert WORK in page and WORDS in page
    assert on_paper(WORK, answer.content) and on_paper(WORDS, answer.content)
    for text in (LETTER, HEALTH, SPECIAL, MIND, RUNG, "Että arki pyörii.", cast.case.wish, "12 kk"):
        assert text not in page, text
        assert not on_paper(text, answer.content), text
    with as_actor(cast.a_katri):
        sent = {"version": version, "organisation": garden, "by": cast.a_katri, "cover_note": "Ohessa."}
        with pytest.raises(Refused, match="ei saa näitä osia: terveystiedot"):
            giving.disclose(field_groups=["employment", "health"], **sent)
        packet = giving.disclose(field_groups=["employment"], **sent)
        given = paper(version, packet.field_groups, packet)
    assert on_paper("Ohessa.", given) and on_paper(WORK, given)
    for text in (LETTER, HEALTH, SPECIAL, MIND, RUNG, "Että arki pyörii."):
        assert not on_paper(text, given)


def copy_in(cast, version, organisation):
    with as_actor(cast.a_katri):
        return copy_for(cast.case, version.content, organisation)


def test_the_reader_never_sees_more_than_their_own_groups(cast, version, sign_in):
    janne = sign_in(cast.janne)
    base = f"/cases/{cast.case.uuid}/plan/copies/"
    for of in ("client", cast.jobs.organisation.uuid):
        page = janne.get(f"{base}?of={of}").content.decode()
        assert WORK in page
        for text in (HEALTH, SPECIAL, MIND):
            assert text not in page
        assert not on_paper(HEALTH, janne.get(f"{base}paper/?of={of}").content)


def test_an_organisation_outside_the_plan_is_not_found_and_printing_is_logged(cast, version, sign_in):
    katri, base = sign_in(cast.katri), f"/cases/{cast.case.uuid}/plan/copies/"
    assert katri.get(f"{base}?of={cast.far.organisation.uuid}").status_code == 404
    assert katri.get(f"{base}?of=nobody").status_code == 404
    assert katri.get(f"{base}paper/?of={cast.jobs.organisation.uuid}").status_code == 200
    with as_actor(cast.a_katri):
        line = AccessLine.objects.filter(case_ids__contains=[cast.case.pk]).order_by("-pk").first()
    assert line.action == "print" and "special" not in line.field_groups


@pytest.mark.row("E-40")
def test_the_coach_sees_what_the_illness_asks_only_by_the_clients_consent(cast, version, sign_in):
    janne, address = sign_in(cast.janne), f"/cases/{cast.case.uuid}/plan/"
    hidden = janne.get(address).content.decode()
    assert MIND not in hidden and "Merkintä, jota et näe" in hidden
    given = consent(cast, cast.coaching.organisation, ["basics", "employment", "health"], ["considerations"])
    with as_actor(cast.a_katri):
        case_actions.leave_team(member=cast.case.team.get(user=cast.janne, left_at__isnull=True), by=cast.a_katri)
        case_actions.join_team(
            case=cast.case, user=cast.janne, unit=cast.coaching, task="Työhönvalmentaja", by=cast.a_katri,
            ground="consent", consent=given, groups=["basics", "employment", "health"],
        )
    seen = janne.get(address).content.decode()
    assert MIND in seen
    assert HEALTH not in seen
    with as_actor(cast.a_katri):
        line = AccessLine.objects.filter(user_id=cast.janne.pk).order_by("-pk").first()
        assert "health" in line.field_groups
        consent_without = ["basics", "employment"]
    consent(cast, cast.coaching.organisation, consent_without)
    assert MIND not in janne.get(address).content.decode()
    with as_actor(cast.a_katri):
        assert Consent.objects.filter(case=cast.case, withdrawn_at__isnull=True).count() == 1
