"""The catalogue check (CC) of rows V-52…V-91: every entry stands in its group in Finnish and Swedish, its card shows
organiser, legal basis and the way in, it can be planned, started, interrupted and ended, and the use report counts it.

A row that asks for more than CC has its own test below. Seen red: a card without its statute, without its Swedish name,
in another group; an episode that kept today's statutes instead of those of its day.
"""

from datetime import timedelta

import pytest
from django.utils import translation

from rinnalla.cases import actions as cases
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import every_region, offer_everything
from rinnalla.lib import dates
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Statute
from rinnalla.services import actions
from rinnalla.services.figures import by_statute
from rinnalla.services.models import ServiceEpisode
from rinnalla.services.queries import service_use
from rinnalla.testing import as_actor

REHABILITATION, MARKET, EDUCATION = "rehabilitation_and_coaching", "open_labour_market", "education"
# Rows whose whole check is CC, as the table of requirements says; then the entry, its group and its law.
ONLY_CC = [
    ("V-53", "working_age_health_check", "initial_services", "1326/2010"),
    ("V-60", "rehabilitative_work_activity", REHABILITATION, "189/2001"),
    ("V-61", "shl_employment_support", REHABILITATION, "710/1982, 27 d §"),
    ("V-61", "shl_work_activity", REHABILITATION, "710/1982, 27 e §"),
    ("V-62", "disability_work_activity", REHABILITATION, "519/1977"),
    ("V-62", "disability_job_coaching", REHABILITATION, "519/1977"),
    ("V-64", "job_coaching_other", REHABILITATION, "380/2023"),
    ("V-66", "medical_rehabilitation", REHABILITATION, "1326/2010"),
    ("V-67", "vocational_rehabilitation", REHABILITATION, "566/2005"),
    ("V-68", "social_rehabilitation", REHABILITATION, "1301/2014, 17 §"),
    ("V-74", "early_work_ability_support", MARKET, "1383/2001"),
    ("V-76", "working_conditions_adaptation_at_work", MARKET, "738/2002"),
    ("V-77", "work_trial_employed", MARKET, "395/2006"),
    ("V-78", "work_trial_jobseeker", MARKET, "380/2023, 54–59 §"),
    ("V-81", "working_conditions_adaptation_new_job", MARKET, "380/2023, 98 §"),
    ("V-82", "education_trial", EDUCATION, "531/2017"),
    ("V-83", "preparatory_education", EDUCATION, "1215/2020"),
    ("V-85", "self_motivated_study", EDUCATION, "380/2023"),
    ("V-86", "study_as_vocational_rehabilitation", EDUCATION, "566/2005"),
    ("V-87", "apprenticeship", EDUCATION, "531/2017"),
    ("V-88", "entrepreneurship_training", EDUCATION, "531/2017"),
]
# CC of rows that ask for more elsewhere: no mark here for what only another room can show.
CC_AND_MORE = [
    ("V-54", "work_ability_assessment", "mapping", "1326/2010"),
    ("V-63", "supported_employment_coaching", REHABILITATION, "1301/2014"),
    ("V-70", "rehabilitation_allowance", REHABILITATION, "566/2005"),
    ("V-71", "rehabilitation_subsidy", REHABILITATION, "395/2006"),
    ("V-73", "sickness_allowance", REHABILITATION, "1224/2004"),
    ("V-75", "occupational_health_negotiation", MARKET, "1383/2001"),
    ("V-79", "pay_subsidy", MARKET, "380/2023, 82–94 §"),
    ("V-84", "labour_market_training", EDUCATION, "380/2023"),
    ("V-90", "partial_disability_pension", "pension", "395/2006"),
    ("V-91", "pension_in_abeyance", "pension", "738/2009"),
]
EVERY_CARD = [
    pytest.param(*one[1:], id=one[1]) for one in (*ONLY_CC, *CC_AND_MORE)
]


@pytest.fixture
def cards(cast):
    """The whole directory, in the cast's own region."""
    return offer_everything(cast.region, cast.jobs)


@pytest.fixture
def katri(cast, cards):
    """Katri at work, under the wall."""
    with as_actor(cast.a_katri):
        yield cast.a_katri


def _now(row):
    return ServiceEpisode.objects.get(pk=row.pk)


def _stands_in_its_group(card: ServiceCard, group: str) -> None:
    assert card.group == group
    names = {lang: card.names[lang] for lang in ("fi", "sv")}
    assert all(names.values()) and names["fi"] != names["sv"]
    with translation.override("sv"):
        assert card.name == names["sv"] and card.how_text == card.how_to_get_in["sv"]


def _runs_its_course_and_is_counted(cast, card: ServiceCard, by, outcome: str = "rehabilitation") -> ServiceEpisode:
    today = dates.today()
    episode = actions.plan_service(case=cast.case, by=by, card=card)
    actions.start_service(episode=episode, version=1, by=by, on=today - timedelta(days=10))
    assert (_now(episode).state, episode.field_group) == ("running", card.field_group)
    actions.interrupt_service(
        episode=_now(episode), version=2, by=by, reason="health_reason", from_on=today - timedelta(days=5)
    )
    assert _now(episode).state == "interrupted"
    actions.resume_service(episode=_now(episode), version=3, by=by, on=today - timedelta(days=2))
    why = "Asiakas ei halunnut" if _now(episode).asks_closing_talk else ""
    actions.end_service(
        episode=_now(episode), version=4, by=by, on=today, outcome=outcome, words="Kesti.", no_talk_reason=why
    )
    assert _now(episode).state == "ended"
    assert service_use(by, today - timedelta(days=20), today)[card.service] == {
        "planned": 1, "started": 1, "interrupted": 1, "ended": 1, "clients": 1,
    }
    assert card.service not in service_use(cast.a_petra, today - timedelta(days=20), today)
    return _now(episode)


def _card_page_tells(card: ServiceCard, browser, law: str) -> str:
    page = browser.get(f"/services/{card.uuid}/").content.decode()
    assert any(law in one for one in card.legal_basis), card.legal_basis
    for text in (card.organisation.name, card.how_text, *card.legal_basis, card.unit.phone):
        assert text in page, text
    return page


@pytest.mark.row("V-53")
@pytest.mark.row("V-60")
@pytest.mark.row("V-61")
@pytest.mark.row("V-62")
@pytest.mark.row("V-64")
@pytest.mark.row("V-66")
@pytest.mark.row("V-67")
@pytest.mark.row("V-68")
@pytest.mark.row("V-74")
@pytest.mark.row("V-76")
@pytest.mark.row("V-77")
@pytest.mark.row("V-78")
@pytest.mark.row("V-81")
@pytest.mark.row("V-82")
@pytest.mark.row("V-83")
@pytest.mark.row("V-85")
@pytest.mark.row("V-86")
@pytest.mark.row("V-87")
@pytest.mark.row("V-88")
@pytest.mark.parametrize(("key", "group", "law"), EVERY_CARD)
def test_an_entry_of_the_figure_stands_is_told_runs_its_course_and_is_counted(
    cast, cards, katri, sign_in, key, group, law
):
    card = cards[key]
    _stands_in_its_group(card, group)
    _runs_its_course_and_is_counted(cast, card, katri)
    _card_page_tells(card, sign_in(cast.katri), law)


@pytest.mark.row("V-52")
def test_self_care_needs_no_professional_and_the_client_sees_it(cast, cards, katri, sign_in):
    card = cards["self_care"]
    _stands_in_its_group(card, "initial_services")
    _runs_its_course_and_is_counted(cast, card, katri)
    page = _card_page_tells(card, sign_in(cast.katri), "1326/2010")
    assert "Ammattilaista ei tarvita" in page
    actions.plan_service(case=cast.case, by=katri, card=card, planned_on=dates.today())
    assert "Omahoito" in sign_in(cast.tuula).get("/my/").content.decode()


@pytest.mark.row("V-59")
def test_the_group_of_rehabilitation_and_coaching_has_its_14_bullets_in_five_lists(cards):
    common = [one for one in codes.common().cards if one.group == REHABILITATION]
    assert len({(one.subgroup, one.bullet) for one in common}) == 14
    assert len({one.subgroup for one in common}) == 5
    for region in every_region().values():
        offered = {offer.card for offer in region.model.offers}
        assert {one.subgroup for one in common if one.key in offered} == {one.subgroup for one in common}


@pytest.mark.row("V-65")
def test_the_three_work_trials_are_told_apart_by_organiser_and_status(cast, cards, katri, sign_in):
    trials = {key: cards[f"work_trial_{key}"] for key in ("rehabilitation", "employed", "jobseeker")}
    assert {card.service for card in trials.values()} == {"work_trial"}
    assert {card.variant for card in trials.values()} == set(trials)
    kinds = [frozenset(codes.common().cards[card.place].organised_by(dates.today())) for card in trials.values()]
    assert len(set(kinds)) == 3 and len({card.variant_of_it for card in trials.values()}) == 3
    page = _card_page_tells(trials["rehabilitation"], sign_in(cast.katri), "566/2005")
    for card in trials.values():
        assert card.variant_of_it in page
    _stands_in_its_group(trials["rehabilitation"], REHABILITATION)
    _runs_its_course_and_is_counted(cast, trials["rehabilitation"], katri, outcome="employment")


@pytest.mark.parametrize("key", [
    pytest.param("substance_and_mental_health_rehabilitation", marks=pytest.mark.row("V-69")),
    pytest.param("specialist_clinic", marks=pytest.mark.row("V-72")),
])  # fmt: skip
def test_a_protected_service_is_seen_by_ground_or_consent_only(cast, cards, katri, sign_in, key):
    card = cards[key]
    _stands_in_its_group(card, REHABILITATION)
    assert card.sensitive and "Erityisesti suojattu" in _card_page_tells(card, sign_in(cast.katri), "1326/2010")
    actions.plan_service(case=cast.case, by=katri, card=card)
    here = f"/cases/{cast.case.uuid}/services/"
    assert card.name in sign_in(cast.katri).get(here).content.decode()
    for user in (cast.janne, cast.timo):  # a coach by consent for work, an expert by law: neither sees it nor its trace
        page = sign_in(user).get(here).content.decode()
        assert card.name not in page and "jota et näe" not in page
    doctor, answer = sign_in(cast.laura), f"/cases/{cast.case.uuid}/"
    assert doctor.get(answer).status_code == 404
    for groups, seen in ((["basics", "health"], False), (["basics", "health", "special"], True)):
        with as_actor(cast.a_katri):
            cases.join_team(
                case=cast.case, user=cast.laura, unit=cast.team, task="Lääkäri", by=cast.a_katri, ground="l381_15",
                groups=groups,
            )
        assert (card.name in doctor.get(here).content.decode()) is seen
        with as_actor(cast.a_katri):
            cases.leave_team(member=cast.case.team.get(user=cast.laura, left_at__isnull=True), by=cast.a_katri)


def test_a_protected_service_runs_its_course_too(cast, cards, katri):
    for key in ("substance_and_mental_health_rehabilitation", "specialist_clinic"):
        _runs_its_course_and_is_counted(cast, cards[key], katri)


@pytest.mark.row("V-80")
def test_the_start_up_grant_may_lead_to_being_an_entrepreneur(cast, cards, katri, sign_in):
    card = cards["start_up_grant"]
    _stands_in_its_group(card, MARKET)
    assert card.outcomes == ["entrepreneur"]
    assert _runs_its_course_and_is_counted(cast, card, katri, outcome="entrepreneur").outcome == "entrepreneur"
    assert "Yrittäjyys" in _card_page_tells(card, sign_in(cast.katri), "380/2023, 99–101 §")


@pytest.mark.row("V-89")
def test_a_disability_pension_is_an_outcome_and_not_a_failure(cast, cards, katri, sign_in):
    card = cards["disability_pension"]
    _stands_in_its_group(card, "pension")
    assert "pension" in card.outcomes
    ended = _runs_its_course_and_is_counted(cast, card, katri, outcome="pension")
    assert (ended.state, ended.outcome, ended.outcome_words) == ("ended", "pension", "Kesti.")
    page = _card_page_tells(card, sign_in(cast.katri), "395/2006, 35 §")
    assert "yksi hyvä ratkaisu muiden joukossa" in page
    here = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/services/").content.decode()
    assert "Eläke" in here


# Statutes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "statute"), [
    pytest.param("rehabilitative_work_activity", "l189_2001", marks=pytest.mark.row("T-14")),
    pytest.param("shl_employment_support", "l710_27d", marks=pytest.mark.row("T-15")),
    pytest.param("shl_work_activity", "l710_27e", marks=pytest.mark.row("T-16")),
    pytest.param("disability_work_activity", "l519_1977", marks=pytest.mark.row("T-17")),
])  # fmt: skip
def test_an_episode_carries_its_legal_basis_and_is_counted_by_statute(cast, cards, katri, monkeypatch, key, statute):
    episode = actions.plan_service(case=cast.case, by=katri, card=cards[key])
    assert statute in episode.statutes and episode.legal_basis
    actions.start_service(episode=episode, version=1, by=katri, on=dates.today())
    counted = dict(by_statute(cast.region, dates.today(), dates.today()))
    assert counted[statute] is None  # one person alone is not told
    monkeypatch.setattr("rinnalla.services.figures.deadline", lambda region, name: 1)
    counted = dict(by_statute(cast.region, dates.today(), dates.today()))
    assert counted[statute] == 1 and "l380_54" not in counted


@pytest.mark.row("F-43")
def test_the_statutes_of_target_groups_and_how_many_services_stand_on_each(cast, cards, katri, monkeypatch):
    """One service of every target group runs; each statute counts those that stand on it (figure F-43)."""
    groups = [one for one in codes.common().target_groups if one.statutes]
    named = {one.key: one for one in codes.common().statutes}
    told = [(named[key].act, named[key].section) for group in groups for key in group.statutes]
    assert told == [("189/2001", None), ("710/1982", "27 d §"), ("710/1982", "27 e §"), ("519/1977", None)]
    for card in (card for group in groups for card in group.services):
        episode = actions.plan_service(case=cast.case, by=katri, card=cards[card])
        actions.start_service(episode=episode, version=episode.version, by=katri, on=dates.today())
    monkeypatch.setattr("rinnalla.services.figures.deadline", lambda region, name: 1)
    counted = dict(by_statute(cast.region, dates.today(), dates.today()))
    assert {key: counted.get(key) for group in groups for key in group.statutes} == {
        "l189_2001": 1, "l710_27d": 1, "l710_27e": 1, "l519_1977": 2,
    }


@pytest.mark.row("T-19")
def test_a_successor_is_the_basis_of_new_episodes_and_old_ones_keep_theirs(cast, cards, katri, monkeypatch):
    card, today = cards["rehabilitative_work_activity"], dates.today()
    old = actions.plan_service(case=cast.case, by=katri, card=card)
    actions.start_service(episode=old, version=1, by=katri, on=today - timedelta(days=9))
    before = by_statute(cast.region, today - timedelta(days=9), today - timedelta(days=1))
    common = codes.common()
    ends = today - timedelta(days=1)
    replaced = tuple(
        one.model_copy(update={"valid_to": ends}) if one.key == "l189_2001" else one for one in common.statutes
    )
    successor = Statute(
        key="l999_2027", names={"fi": "Uusi laki", "sv": "Ny lag", "en": "New act"}, kind="service", act="999/2027",
        valid_from=today,
    )
    monkeypatch.setattr(codes, "common", lambda: common.model_copy(update={"statutes": (*replaced, successor)}))
    ServiceCard.objects.filter(pk=card.pk).update(statutes=["l189_2001", "l999_2027"])
    card.refresh_from_db()
    new = actions.plan_service(case=cast.case, by=katri, card=card)
    assert (new.statutes, _now(old).statutes) == (["l999_2027"], ["l189_2001"])
    assert "189/2001" in _now(old).legal_basis[0] and "999/2027" in new.legal_basis[0]
    assert by_statute(cast.region, today - timedelta(days=9), today - timedelta(days=1)) == before
