"""A service from plan to outcome, guidance on to a service, and what others ask of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from rinnalla.access.models import Grant
from rinnalla.cases.consents import actions as consents
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.outbox.models import Promise
from rinnalla.services import actions, guidance
from rinnalla.services.models import OnwardGuidance, ServiceEpisode, ServiceInterruption
from rinnalla.services.queries import guidance_to, waiting
from rinnalla.testing import as_actor

ALL = frozenset({"basics", "social", "health", "special", "livelihood", "employment"})


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
    return type(row).objects.get(pk=row.pk)


def _started(cast, by, card, days=30):
    episode = actions.plan_service(case=cast.case, by=by, card=card)
    actions.start_service(episode=episode, version=1, by=by, on=dates.today() - timedelta(days=days))
    return _now(episode)


def test_an_act_that_the_state_does_not_allow_is_refused(cast, cards, katri):
    episode = actions.plan_service(case=cast.case, by=katri, card=cards["self_care"])
    today = dates.today()
    with pytest.raises(Refused):
        actions.interrupt_service(episode=episode, version=1, by=katri, reason="own_wish", from_on=today)
    with pytest.raises(Refused):
        actions.resume_service(episode=episode, version=1, by=katri, on=today)
    actions.end_service(episode=episode, version=1, by=katri, on=today, outcome="other")
    for act in (actions.start_service, actions.resume_service):
        with pytest.raises(Refused):
            act(episode=_now(episode), version=2, by=katri, on=today)


def test_days_outside_the_service_are_refused_with_the_right_one_told(cast, cards, katri):
    episode = _started(cast, katri, cards["self_care"], days=3)
    today = dates.today()
    with pytest.raises(Refused, match=dates.d(episode.started_on)):
        actions.end_service(episode=episode, version=2, by=katri, on=today - timedelta(days=4), outcome="other")
    with pytest.raises(Refused, match="tulevaisuudessa"):
        actions.end_service(episode=episode, version=2, by=katri, on=today + timedelta(days=1), outcome="other")
    with pytest.raises(Refused, match="Valitse"):
        actions.end_service(episode=episode, version=2, by=katri, on=today, outcome="rich")
    with pytest.raises(Refused, match=dates.d(episode.started_on)):
        actions.interrupt_service(
            episode=episode, version=2, by=katri, reason="own_wish", from_on=today - timedelta(days=4)
        )
    assert _now(episode).version == 2


@pytest.mark.parametrize("change", [
    {"ended_on": "2026-01-01"}, {"outcome": "other"}, {"card": None}, {"own_name": "Toinen"}, {"organiser": None},
])  # fmt: skip
def test_the_database_refuses_half_an_episode(cast, cards, katri, change):
    episode = actions.plan_service(case=cast.case, by=katri, card=cards["self_care"])
    with pytest.raises(DatabaseError, match="episode_"), transaction.atomic():
        ServiceEpisode.objects.filter(pk=episode.pk).update(**change)


def test_interruption_needs_a_reason_and_some_reasons_reach_the_responsible_worker_at_once(cast, cards, katri):
    episode = _started(cast, katri, cards["self_care"])
    today = dates.today()
    with pytest.raises(Refused, match="syy"):
        actions.interrupt_service(episode=episode, version=2, by=katri, reason="", from_on=today)
    assert not ServiceInterruption.objects.filter(episode=episode).exists()
    told = Promise.objects.filter(name="cases.tell_user", args=[cast.katri.pk])
    before = told.count()
    with as_actor(cast.a_janne):
        actions.interrupt_service(
            episode=episode, version=2, by=cast.a_janne, reason="insufficient_support", from_on=today,
            support_offered="Lisää tapaamisia",
        )
        assert told.count() == before + 1
        actions.resume_service(episode=_now(episode), version=3, by=cast.a_janne, on=today)
        actions.interrupt_service(episode=_now(episode), version=4, by=cast.a_janne, reason="own_wish", from_on=today)
        assert told.count() == before + 1


def test_twice_sent_is_one_service_and_an_old_version_loses_nothing(cast, cards, katri):
    key = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6a02"
    first, second = (
        actions.plan_service(case=cast.case, by=katri, card=cards["self_care"], key=key) for _n in range(2)
    )
    assert first.pk == second.pk and ServiceEpisode.objects.filter(case=cast.case).count() == 1
    actions.start_service(episode=first, version=1, by=katri, on=dates.today())
    with pytest.raises(Conflict):
        actions.end_service(episode=_now(first), version=1, by=katri, on=dates.today(), outcome="other")


def test_a_service_outside_the_directory_needs_its_name_and_body(cast, cards, katri):
    with pytest.raises(Refused):
        actions.plan_service(case=cast.case, by=katri, own_name="Kuntosali")
    episode = actions.plan_service(case=cast.case, by=katri, own_name="Kuntosali", organiser_name="Kaupunki")
    assert (episode.name, episode.body_name, episode.field_group) == ("Kuntosali", "Kaupunki", "basics")


def test_another_regions_card_and_a_withdrawn_one_are_refused(cast, cards, katri):
    with pytest.raises(Refused):
        far = offer_everything(cast.other_region, cast.far)["self_care"]
        actions.plan_service(case=cast.case, by=katri, card=far)
    cards["self_care"].withdrawn_on = dates.today()
    with pytest.raises(Refused):
        actions.plan_service(case=cast.case, by=katri, card=cards["self_care"])


def test_what_is_awaited_tells_whose_turn_since_when_and_the_usual_days(cast, cards, katri):
    card = cards["work_trial_rehabilitation"]
    since = dates.today() - timedelta(days=40)
    episode = actions.plan_service(case=cast.case, by=katri, card=card)
    assert waiting(cast.case, ALL) == []
    actions.await_service(episode=episode, version=1, by=katri, since=since)
    (found,) = waiting(cast.case, ALL)
    assert (found.what, found.organisation, found.since, found.usual_days, found.long) == (
        card.name, cast.jobs.organisation, since, 35, True
    )
    assert waiting(cast.case, ALL - {card.field_group}) == []
    actions.start_service(episode=episode, version=2, by=katri, on=dates.today())
    assert waiting(cast.case, ALL) == []


@pytest.mark.row("V-56")
def test_onward_guidance_is_not_done_before_the_receiver_accepts(cast, cards, katri):
    card = cards["job_coaching_other"]
    sent = guidance.guide_on(case=cast.case, by=katri, card=card, words="Tarvitsee valmentajan.")
    assert (sent.state, sent.done, sent.ground) == ("sent", False, "l381_15")
    assert sent.due_on == dates.today() + timedelta(days=14)
    with pytest.raises(Refused, match="kuka"):
        guidance.accept_guidance(guidance=sent, by=katri)
    with pytest.raises(DatabaseError, match="guidance_answered_by_receiver"), transaction.atomic():
        OnwardGuidance.objects.filter(pk=sent.pk).update(
            accepted=True, answered_at=dates.now(), answered_by=cast.katri
        )
    with as_actor(cast.a_outi):  # of the receiving unit: the guidance let her in
        assert list(guidance_to(cast.a_outi)) == [sent]
        guidance.accept_guidance(guidance=_now(sent), by=cast.a_outi)
        done = _now(sent)
        assert (done.done, done.receiver_name) == (True, "Outi Salmi")
        assert (done.episode.card, done.episode.state) == (card, "planned")
        with pytest.raises(Refused):
            guidance.decline_guidance(guidance=done, by=cast.a_outi, words="Sittenkin ei")


def test_who_declines_says_why_and_sees_the_case_no_more(cast, cards, katri):
    sent = guidance.guide_on(case=cast.case, by=katri, card=cards["pay_subsidy"], words="Palkkatuki.")
    with as_actor(cast.a_outi):
        with pytest.raises(Refused):
            guidance.decline_guidance(guidance=_now(sent), by=cast.a_outi, words=" ")
        guidance.decline_guidance(guidance=_now(sent), by=cast.a_outi, words="Ei määrärahaa.")
    with as_actor(cast.a_outi):
        assert not OnwardGuidance.objects.visible_to(cast.a_outi).exists() and not OnwardGuidance.objects.exists()
    with as_actor(cast.a_katri):
        assert (_now(sent).state, _now(sent).done) == ("declined", False)
        assert Promise.objects.filter(name="cases.tell_user", args=[cast.katri.pk]).exists()


def test_a_body_without_a_statute_needs_the_clients_consent_and_gets_no_more_than_it_covers(cast, cards, katri):
    consented = cast.case.consents.get()
    sent = guidance.guide_on(case=cast.case, by=katri, unit=cast.coaching, words="Valmennus")
    grant = Grant.objects.get(case=cast.case, why=f"onward:{sent.pk}")
    assert (sent.ground, grant.consent, grant.field_groups) == ("consent", consented, ["basics", "employment"])
    consents.withdraw_consent(consent=consented, by=katri)
    assert Grant.objects.get(pk=grant.pk).ended_at is not None
    with pytest.raises(Refused, match="suostumuksen"):
        guidance.guide_on(case=cast.case, by=katri, unit=cast.coaching, words="Valmennus")


def test_the_receiver_sees_no_field_group_that_the_sender_does_not(cast, cards, katri):
    sent = guidance.guide_on(
        case=cast.case, by=katri, unit=cast.jobs, words="Työnhaku", groups={"basics", "employment"}
    )
    grant = Grant.objects.get(case=cast.case, why=f"onward:{sent.pk}")
    assert grant.field_groups == ["basics", "employment"]
