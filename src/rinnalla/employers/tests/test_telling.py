"""The employer's wall: nothing of a client reaches an employer without that client's own consent for that employer.

Every way to an employer is asked, through its action and straight at the database.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access import rules
from rinnalla.access.models import Consent, Grant
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.disclosures.actions import note_given
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.employers import actions as register
from rinnalla.employers.models import Employer
from rinnalla.employers.telling import actions
from rinnalla.employers.telling.models import ToldToEmployer
from rinnalla.employers.tests.near import an_employer
from rinnalla.exchange.packets.content import compose
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.meetings.arranging import actions as arranging
from rinnalla.meetings.models import Participant
from rinnalla.meetings.tests.cases import a_meeting
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.plans.copies import copy_for
from rinnalla.plans.giving import disclose
from rinnalla.plans.models import Packet
from rinnalla.plans.tests.cases import a_goal, a_plan, a_version, an_action
from rinnalla.testing import as_actor

pytestmark = [pytest.mark.django_db, pytest.mark.wall]
WORK, HEALTH = "Haluan puutarhalle töihin.", "Magneettikuvaus selästä"
REFUSED = "does not let this employer know"
KEY = "5c7c3e0a-8a0e-4d53-9e9b-4d1f5e0c2f44"


@pytest.fixture
def row(cast):
    """An employer of the register that a client's consent may be asked for."""
    found = an_employer(cast.actor("rooli-employer_coordinator"))
    with as_actor(cast.a_katri):
        register.as_receiver(employer=found, by=cast.a_katri)
    return Employer.objects.select_related("organisation").get(pk=found.pk)


@pytest.fixture
def version(cast):
    with as_actor(cast.a_katri):
        plan = a_plan(cast)
        goal = a_goal(cast, plan, WORK, field_group="employment")
        an_action(cast, goal, HEALTH, field_group="health")
        return a_version(cast, plan)


def let(cast, row, groups=("basics", "employment"), **more):
    """The client's consent for the employer."""
    values = {"mode": "written", "given_on": dates.today(), **more}
    with as_actor(cast.a_katri):
        return consents.give_consent(
            case=cast.case, organisation=row.organisation, groups=groups, by=cast.a_katri, **values
        )


def raw_consent(cast, row, **more):
    """A consent as the database takes it: also one that the program would not let be recorded."""
    values = {"field_groups": ["basics", "employment"], "mode": "written", "given_on": dates.today(), **more}
    return Consent.objects.create(case=cast.case, organisation=row.organisation, **values)


def tell(cast, row, items=("name", "skills"), **more):
    values = {"words": "Osaa kasvihuonetyöt.", **more}
    with as_actor(cast.a_katri):
        return actions.tell_employer(case=cast.case, employer=row, by=cast.a_katri, items=items, **values)


# Through the actions --------------------------------------------------------------------------------------------------


@pytest.mark.row("T-66")
def test_an_employer_is_told_only_what_the_consent_lists(cast, row, sign_in):
    """Guards against: `require_listed` left out of the action, so that only the database refuses."""
    with pytest.raises(Refused, match="ilman hänen kirjallista lupaansa"):
        tell(cast, row)
    let(cast, row, ["basics"])
    with pytest.raises(Refused, match="ei ole antanut lupaa kertoa.*työ"):
        tell(cast, row)
    assert tell(cast, row, ["name"]).field_groups == ["basics"]
    let(cast, row, ["basics", "employment"])
    assert tell(cast, row).field_groups == ["basics", "employment"]
    with as_actor(cast.a_katri):
        told, lines = ToldToEmployer.objects.count(), Disclosure.objects.filter(organisation=row.organisation).count()
    assert told == lines == 2, "a line of the log for each telling"
    own = sign_in(cast.tuula).get("/my/consents/").content.decode()
    assert "Meriruohon Puutarha Oy" in own, "the client sees to whom"


def test_health_is_told_by_no_consent_that_the_program_takes(cast, row):
    for groups, kinds in ((["health"], ["care"]), (["employment", "special"], [])):
        with pytest.raises(Refused, match="ei saa näitä tietoja edes suostumuksella"):
            let(cast, row, groups, health_kinds=kinds)
    let(cast, row)
    with pytest.raises(Refused, match="Terveystietoja ei kerrota"):
        tell(cast, row, health_kinds=["care"])


def test_a_consent_for_one_employer_is_none_for_another(cast, row):
    other = an_employer(cast.a_janne, name="Toinen Oy", business_id="")
    with as_actor(cast.a_katri):
        register.as_receiver(employer=other, by=cast.a_katri)
    let(cast, row)
    with pytest.raises(Refused, match="Toinen Oy ei saa tietää"):
        tell(cast, Employer.objects.select_related("organisation").get(pk=other.pk))


def test_a_withdrawal_and_an_end_shut_it_at_once(cast, row):
    consent = let(cast, row, ends_on=dates.today())
    tell(cast, row)
    with dates.clock(dates.midnight_after(dates.today())), pytest.raises(Refused, match="kirjallista lupaansa"):
        tell(cast, row)
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=consent, by=cast.a_katri)
    with pytest.raises(Refused, match="kirjallista lupaansa"):
        tell(cast, row)


def test_twice_sent_is_told_once_and_a_page_offers_only_what_is_let(cast, row, sign_in):
    browser, here = sign_in(cast.katri), f"/cases/{cast.case.uuid}/employers/"
    address = f"{here}{row.uuid}/told/new/"
    assert "ei saa kertoa asiakkaasta mitään" in browser.get(address).content.decode()
    assert browser.post(address, {"items": "name", "words": "x", "on": dates.d(dates.today())}).status_code == 422
    let(cast, row, ["basics"])
    page = browser.get(address).content.decode()
    assert 'value="name"' in page and 'value="skills"' not in page
    sent = {"items": ["name"], "words": "Nimi riittää.", "on": dates.d(dates.today()), "form_key": KEY}
    assert [browser.post(address, sent).status_code for _n in (1, 2)] == [302, 302]
    with as_actor(cast.a_katri):
        assert ToldToEmployer.objects.count() == 1
    page = browser.get(here).content.decode()
    assert "Nimi riittää." in page and "Meriruohon Puutarha Oy" in page
    assert browser.post(address, {**sent, "words": " ", "form_key": ""}).status_code == 422


def test_asking_a_consent_begins_at_the_register(cast, sign_in):
    found, browser = an_employer(cast.a_janne), sign_in(cast.katri)
    here = f"/cases/{cast.case.uuid}/employers/"
    answer = browser.post(here, {"employer": str(found.uuid)})
    assert answer.status_code == 302 and "/consents/" in answer["Location"]
    again = browser.post(here, {"employer": str(found.uuid)})
    assert again["Location"] == answer["Location"], "one body for one employer"
    assert Organisation.objects.filter(kind="employer").count() == 1
    for name in ("rooli-employer_coordinator", "rooli-manager"):
        assert sign_in(cast.everybody[name]).get(here).status_code in (403, 404), name
    assert sign_in(cast.petra).get(here).status_code == 404, "a colleague without a relation"


# Every way to an employer ---------------------------------------------------------------------------------------------


def test_every_way_is_shut_without_a_consent_and_holds_no_health_with_one(cast, row, version):
    """Copy of the plan, packet of the plan, packet of the disclosure log, the log itself, a guest of a meeting, what
    was told: each through its own action. Guards against: `never_given` taken out of the data."""
    body = row.organisation
    with as_actor(cast.a_katri):
        katri = cast.a_katri
        empty = copy_for(cast.case, version.content, body)
        assert WORK not in str(empty.content) and not empty.groups
        parts = compose(cast.case, body, ["plan", "person"], katri.field_groups()).sections
        assert not any(part.items for part in parts)
        ways = {
            "a packet of the plan": lambda: disclose(
                version=version, organisation=body, field_groups=["employment"], cover_note="x", by=katri
            ),
            "a line of the log": lambda: note_given(
                case=cast.case, organisation=body, sections=["plan"], groups=["employment"], aim="work_arrangements",
                statute="", consent=None, by=katri,
            ),
            "what was told": lambda: actions.tell_employer(
                case=cast.case, employer=row, by=katri, items=["name"], words="x"
            ),
        }
        for name, way in ways.items():
            with pytest.raises(Refused), transaction.atomic():
                way()
                pytest.fail(name)
    let(cast, row)
    with as_actor(cast.a_katri):
        copy = copy_for(cast.case, version.content, body)
        assert WORK in str(copy.content) and HEALTH not in str(copy.content)
        content = compose(cast.case, body, ["plan"], katri.field_groups())
        texts = [one.text for part in content.sections for one in part.items]
        assert WORK in texts and not any(HEALTH in text for text in texts)


def test_nobody_signs_in_for_an_employer_and_nothing_can_be_sent_to_its_unit(cast, row):
    """No unit, so no membership, grant, referral, question or consultation: the database refuses the unit itself.
    Seen red: with either trigger switched off."""
    values = {"key": "x", "names": {"fi": "X"}}
    with as_actor(cast.a_katri):
        with pytest.raises(IntegrityError, match="has no units"), transaction.atomic():
            Unit.objects.create(organisation=row.organisation, **values)
        with pytest.raises(IntegrityError, match="is no employer"), transaction.atomic():
            Organisation.objects.filter(pk=cast.coaching.organisation_id).update(kind="employer")
        with pytest.raises(IntegrityError, match="has no units"), transaction.atomic():
            Unit.objects.filter(pk=cast.coaching.pk).update(organisation=row.organisation)
    assert not Grant.objects.filter(unit__organisation__kind="employer").exists()


def test_the_register_and_the_toolkit_hold_nothing_of_a_client(cast, row, sign_in):
    """What an employer may see over a shoulder or on paper. The client has been told of to this very employer."""
    let(cast, row)
    tell(cast, row)
    pages = ["/employers/", "/employers/needs/", "/employers/toolkit/", f"/employers/{row.uuid}/",
             f"/employers/{row.uuid}/contacts/plan/"]  # fmt: skip
    for user in (cast.janne, cast.katri, cast.everybody["rooli-employer_coordinator"]):
        browser = sign_in(user)
        for page in pages:
            text = browser.get(page).content.decode()
            assert not any(word in text for word in ("Tuula", "Rantanen", cast.case.number, "kasvihuonetyöt")), page
    assert sign_in(None).get("/employers/toolkit/").status_code == 200


# At the database, the first wall switched off -------------------------------------------------------------------------


@pytest.fixture
def first_wall_down(monkeypatch):
    """The program lets everything through: every rule of the actions says yes."""
    monkeypatch.setattr(rules, "visible", lambda rows, actor, column="case_id", depth=None: rows)
    monkeypatch.setattr(actions, "require_listed", lambda *words: None)


def line(cast, row, consent, **more):
    """A line of the disclosure log, written straight."""
    values = {
        "field_groups": ["employment"], "sections": ["skills"], "aim": "work_arrangements", "statute": "l381_15",
        "purpose": "work_ability_support", "consent": consent, "organisation": row.organisation, **more,
    }
    return Disclosure.objects.create(case=cast.case, controller=cast.team.organisation, made_by=cast.katri, **values)


def told(cast, row, consent, disclosure, **more):
    """What was told, written straight."""
    values = {"items": ["skills"], "field_groups": ["employment"], "words": "Osaa.", **more}
    return ToldToEmployer.objects.create(
        case=cast.case, employer=row, consent=consent, disclosure=disclosure, made_by=cast.katri, **values
    )


def refuses(act):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        act()


def test_the_database_alone_refuses_every_row_that_tells(cast, row, version, first_wall_down):
    """Seen red: with each trigger switched off in turn, and with the body taken out of `employers_let`."""
    with as_actor(cast.a_katri):
        refuses(lambda: line(cast, row, None))
        refuses(lambda: Packet.objects.create(
            case=cast.case, version=version, organisation=row.organisation, field_groups=["employment"],
            ground="l381_15", cover_note="x",
        ))  # fmt: skip
        meeting = a_meeting(cast)
        guest = {"case": cast.case, "meeting": meeting, "outside_name": "Meri Ruoho", "party": "employer"}
        refuses(lambda: Participant.objects.create(**guest))
        day = dates.today()
        let_in = {**guest, "organisation": row.organisation, "allowed_on": day, "may_be_told": "x"}
        refuses(lambda: Participant.objects.create(**let_in))
        consent = raw_consent(cast, row)
        good = line(cast, row, consent)
        told(cast, row, consent, good)
        Participant.objects.create(**let_in)
        askel = Consent.objects.get(organisation=cast.coaching.organisation)
        other = line(cast, row, consent)
        refuses(lambda: line(cast, row, askel))  # another body's consent
        refuses(lambda: told(cast, row, askel, other))
        refuses(lambda: told(cast, row, consent, good, field_groups=["livelihood"]))
        packet = {"case": cast.case, "version": version, "organisation": row.organisation, "cover_note": "x"}
        refuses(lambda: Packet.objects.create(**packet, ground="consent", consent=consent, field_groups=["social"]))
        assert Packet.objects.create(**packet, ground="consent", consent=consent, field_groups=["employment"]).pk


@pytest.mark.parametrize("consent, said", [
    ({"mode": "spoken", "matter": "x", "ends_on": dates.today()}, {}),
    ({"given_on": dates.today() - timedelta(days=9), "ends_on": dates.today() - timedelta(days=1)}, {}),
    ({"given_on": dates.today() + timedelta(days=1)}, {}),
    ({"field_groups": ["basics"]}, {}),
    ({}, {"field_groups": ["employment", "livelihood"]}),
    ({}, {"field_groups": []}),
    ({"field_groups": ["employment", "health"]}, {"field_groups": ["employment", "health"]}),
    ({"field_groups": ["employment", "health"], "health_kinds": ["care"]},
     {"field_groups": ["health"], "health_kinds": ["considerations"]}),
    ({"field_groups": ["employment", "health"], "health_kinds": ["care"]},
     {"field_groups": ["health"], "health_kinds": ["care", "considerations"]}),
    ({}, {"health_kinds": ["care"]}),
])  # fmt: skip
def test_the_database_asks_the_consent_itself(cast, row, first_wall_down, consent, said):
    """A spoken one, one that is over or ahead, a group it does not list, health without its kinds, a kind it does not
    name: no line gets in. Seen red: with each of these conditions taken out of `employers_let` in turn."""
    with as_actor(cast.a_katri):
        given = raw_consent(cast, row, **consent)
        refuses(lambda: line(cast, row, given, **said))
        assert not Disclosure.objects.filter(organisation=row.organisation).exists()


def test_health_that_is_itemised_passes_the_database_and_a_withdrawn_consent_does_not(cast, row, first_wall_down):
    """Power: what is let gets in. Seen red: with the withdrawal taken out of `employers_let`."""
    with as_actor(cast.a_katri):
        given = raw_consent(cast, row, field_groups=["employment", "health"], health_kinds=["care"])
        assert line(cast, row, given, field_groups=["health"], health_kinds=["care"]).pk
        Consent.objects.filter(pk=given.pk).update(withdrawn_at=dates.now(), withdrawn_by=cast.katri)
        refuses(lambda: line(cast, row, given))


def test_what_was_told_is_not_widened_afterwards(cast, row, first_wall_down):
    with as_actor(cast.a_katri):
        consent = raw_consent(cast, row)
        mine = told(cast, row, consent, line(cast, row, consent))
        refuses(lambda: ToldToEmployer.objects.filter(pk=mine.pk).update(field_groups=["health"]))


def test_a_stranger_writes_and_reads_nothing_with_the_first_wall_down(cast, row, first_wall_down):
    """Row-level security: a colleague without a relation, a coordinator of employers, another region."""
    with as_actor(cast.a_katri):
        consent = raw_consent(cast, row)
        told(cast, row, consent, line(cast, row, consent))
    for name in ("petra", "rooli-employer_coordinator", "muualta-coordinator"):
        with as_actor(cast.actor(name)):
            assert not ToldToEmployer.objects.exists(), name
            with pytest.raises(Exception, match="row-level security|does not let"), transaction.atomic():
                line(cast, row, consent)


def test_a_guest_of_a_meeting_is_the_employer_only_by_leave(cast, row):
    """Through the action as through the database (V-75)."""
    with as_actor(cast.a_katri):
        meeting = a_meeting(cast)
        guest = {"meeting": meeting, "by": cast.a_katri, "party": "employer", "name": "Meri Ruoho"}
        with pytest.raises(Refused, match="Kysy ensin asiakkaan lupa"):
            arranging.add_guest(**guest)
        with pytest.raises(Refused, match="vain asiakkaan kirjallisella luvalla"):
            arranging.add_guest(**guest, organisation=row.organisation, allowed_on=dates.today())
    let(cast, row)
    with as_actor(cast.a_katri):
        assert arranging.add_guest(**guest, organisation=row.organisation, allowed_on=dates.today()).pk
