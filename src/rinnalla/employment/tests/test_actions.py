"""A coaching from consent to outcome: who may begin, the cap, hand-over, stopping, and life after the case.

Seen red: a stop that left the coach's grant, a case's closing that ended the coach's grant.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.acting import acting, staff_actor
from rinnalla.access.models import Grant, Membership
from rinnalla.access.roles import ROLES
from rinnalla.access.walls import open_case as show_grants
from rinnalla.cases import actions as cases
from rinnalla.cases import closing
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case, TeamMember
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.employment import actions, caseload, working
from rinnalla.employment.models import CoachAssignment, CoachingEpisode
from rinnalla.employment.tests.coaching import consent, fresh, open_case, second_coach, start
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.outbox.models import Promise
from rinnalla.services import actions as services
from rinnalla.services.models import ServiceEpisode
from rinnalla.testing import as_actor, hand_over_all


def refused(text: str):
    return pytest.raises(Refused, match=text)


def sees(actor, case: Case) -> bool:
    with as_actor(actor):
        return case.pk in set(Case.objects.visible_to(actor).values_list("pk", flat=True))


def grant(cast, why: str = "coaching") -> Grant | None:
    show_grants(cast.case.pk)
    return Grant.objects.filter(case=cast.case, why=why, ended_at__isnull=True).first()


@pytest.mark.row("T-62")
def test_it_begins_only_when_voluntary_and_on_a_consent_in_force(cast):
    with as_actor(cast.a_katri):
        with refused("vapaaehtoista"):
            start(cast, voluntary=False)
        given = cast.case.consents.get(withdrawn_at__isnull=True)
        consents.withdraw_consent(consent=given, by=cast.a_katri)
        with refused("suostumuksella"):
            start(cast)
        consent(cast, cast.case, groups=["basics"])
        with refused("suostumuksella"):
            start(cast)
        consent(cast, cast.case, given_on=dates.today() - timedelta(days=9), ends_on=dates.today() - timedelta(days=1))
        with refused("suostumuksella"):
            start(cast)
        assert not CoachingEpisode.objects.exists()
        consent(cast, cast.case)
        episode = start(cast)
        assert (episode.state, episode.voluntary_on) == ("open", dates.today())
        with pytest.raises(IntegrityError, match="coaching_started_with_consent"), transaction.atomic():
            CoachingEpisode.objects.filter(pk=episode.pk).update(consent=None, statute="")


@pytest.mark.row("T-62", "I-32")
def test_a_coach_of_a_body_that_the_law_lets_in_begins_without_a_consent_and_stops_at_the_clients_word(cast):
    """Guards against: a county's own coach who can never begin, since consent is refused where the law gives the data;
    a stop that leaves the statute's leave in force."""
    coach = cast.roles["job_coach"]
    member = Membership.objects.select_related("user", "unit__organisation").get(user=coach)
    with as_actor(cast.a_katri):
        with refused("ei kysytä"):
            consents.give_consent(
                case=cast.case, organisation=cast.team.organisation, groups=["employment"], by=cast.a_katri,
                given_on=dates.today(), mode="written",
            )
        with refused("vapaaehtoista"):
            start(cast, coach=coach, unit=cast.team, voluntary=False)
        episode = start(cast, coach=coach, unit=cast.team)
        assert (episode.state, episode.statute, episode.consent) == ("open", "l381_15", None)
    assert sees(staff_actor(member), cast.case)
    with as_actor(cast.a_tuula):
        actions.stop_coaching(episode=fresh(episode), by=cast.a_tuula)
    assert not sees(staff_actor(member), cast.case)


@pytest.mark.row("T-62")
def test_withdrawing_the_consent_ends_sharing_and_offers_a_closing_talk(cast):
    with as_actor(cast.a_katri):
        episode = start(cast)
        assert sees(cast.a_janne, cast.case)
    with as_actor(cast.a_katri):
        consent(cast, cast.case)  # renewed: what stood on the earlier one stands on this
        consents.withdraw_consent(consent=cast.case.consents.get(withdrawn_at__isnull=True), by=cast.a_katri)
        episode = fresh(episode)
        assert (episode.state, episode.talk, episode.outcome) == ("stopped", "offered", "")
        assert grant(cast) is None
        with refused("tila on muuttunut"):
            working.note_contact(episode=episode, by=cast.a_katri, parties=["client"], place="office", minutes=20)
        actions.note_talk(episode=episode, version=episode.version, by=cast.a_katri, held=True, on=dates.today())
        assert fresh(episode).talk == "held"
    assert not sees(cast.a_janne, cast.case)


@pytest.mark.row("T-62")
def test_the_client_stops_at_any_time_without_a_reason_and_without_a_trace_of_penalty(cast):
    with as_actor(cast.a_katri):
        episode = start(cast)
    with as_actor(cast.a_tuula):
        actions.stop_coaching(episode=fresh(episode), by=cast.a_tuula)
    with as_actor(cast.a_katri):
        episode = fresh(episode)
        assert (episode.state, episode.talk, episode.stopped_by) == ("stopped", "offered", cast.tuula)
        assert not CoachAssignment.objects.filter(episode=episode, to_on__isnull=True).exists()
        names = {field.name for field in CoachingEpisode._meta.get_fields()}
        assert not [name for name in names if re.search("penal|sanction|fail|absence|no_show|karens", name)]
        with refused("tila on muuttunut"):
            actions.stop_coaching(episode=episode, by=cast.a_katri)
    assert not sees(cast.a_janne, cast.case)
    assert Promise.objects.filter(name="cases.tell_user").count() >= 2  # Janne and Katri hear of it


@pytest.mark.row("V-15", "T-54")
def test_the_cap_and_the_criteria_concern_only_coaching_by_quality_criteria(cast):
    with as_actor(cast.a_katri):
        for number in range(caseload.most_clients(cast.coaching)):
            start(cast, open_case(cast, f"Asiakas {number}"))
        assert caseload.load_of(cast.janne.pk, cast.coaching).full
        with refused("25 asiakasta, enintään 25"):
            start(cast)
        traditional = start(cast, type="traditional")
        assert (traditional.state, traditional.by_criteria) == ("open", False)
        assert caseload.loads([cast.janne.pk]) == {cast.janne.pk: 25}


@pytest.mark.row("T-54", "F-42")
def test_the_26th_is_refused_for_every_role_and_ended_ones_do_not_count(cast):
    with as_actor(cast.a_katri):
        episodes = [start(cast, open_case(cast, f"Asiakas {number}")) for number in range(25)]
    for role in ROLES:
        member = Membership.objects.select_related("user", "unit__organisation").get(user=cast.roles[role])
        actor = staff_actor(member)
        with as_actor(cast.a_katri):
            cases.grants.give(
                case_id=cast.case.pk, to=cast.roles[role], depth=3, ground="l381_15", purpose="work_ability_support",
                why="test", by=cast.a_katri,
            )
        with as_actor(actor), refused("25 asiakasta, enintään 25"):
            start(cast, by=actor)
    with as_actor(cast.a_katri):
        one = fresh(episodes[0])
        actions.end_coaching(episode=one, version=one.version, by=cast.a_katri, on=dates.today(), outcome="education")
        assert start(cast).state == "open"
        stopped = fresh(episodes[1])
        actions.stop_coaching(episode=stopped, by=cast.a_katri)
        assert caseload.loads([cast.janne.pk])[cast.janne.pk] == 24


@pytest.mark.row("T-54")
def test_a_unit_may_lower_the_cap_and_never_raise_it(cast):
    with as_actor(cast.a_katri):
        for wrong in (0, 26):
            with refused("vain alentaa"):
                actions.set_caseload(unit=cast.coaching, version=1, by=cast.a_katri, clients=wrong)
        row = actions.set_caseload(unit=cast.coaching, version=1, by=cast.a_katri, clients=1)
        start(cast)
        with refused("1 asiakasta, enintään 1"):
            start(cast, open_case(cast, "Toinen"))
        with pytest.raises(Conflict):
            actions.set_caseload(unit=cast.coaching, version=row.version + 1, by=cast.a_katri, clients=2)


@pytest.mark.row("V-07")
def test_the_coach_stays_over_steps_of_the_path_and_an_outcome_is_asked(cast):
    cards = offer_everything(cast.region, cast.jobs)
    with as_actor(cast.a_katri):
        episode = start(cast)
        step = services.plan_service(case=fresh(cast.case), by=cast.a_katri, card=cards["self_care"])
        services.start_service(episode=step, version=1, by=cast.a_katri, on=dates.today())
        services.end_service(episode=step, version=2, by=cast.a_katri, on=dates.today(), outcome="other")
        own = fresh(episode.service)
        services.end_service(episode=own, version=own.version, by=cast.a_katri, on=dates.today(), outcome="other")
        episode = fresh(episode)
        assert (episode.state, episode.coach) == ("open", cast.janne)
        assert CoachAssignment.objects.get(episode=episode).to_on is None
        for nothing in ("", "penalty"):
            with refused("mihin valmennus johti"):
                actions.end_coaching(
                    episode=episode, version=episode.version, by=cast.a_katri, on=dates.today(), outcome=nothing
                )
        with pytest.raises(IntegrityError, match="coaching_ends_with_outcome"), transaction.atomic():
            CoachingEpisode.objects.filter(pk=episode.pk).update(ended_on=dates.today())
    assert sees(cast.a_janne, cast.case)
    with as_actor(cast.a_janne):  # the coach ends it: the grant goes last
        actions.end_coaching(
            episode=episode, version=episode.version, by=cast.a_janne, on=dates.today(), outcome="pension"
        )
    assert not sees(cast.a_janne, cast.case)
    with as_actor(cast.a_katri):
        assert fresh(episode).outcome == "pension"
        assert CoachAssignment.objects.get(episode=episode).to_on == dates.today()


@pytest.mark.row("V-07")
def test_the_outcomes_are_five_and_rank_equal(cast):
    from rinnalla.servicemodels.codes import code_list

    outcomes = code_list("coaching_outcomes")
    assert [one.key for one in outcomes] == ["employment", "education", "rehabilitation", "pension", "other"]
    assert len({tuple(sorted(one.definition.model_dump(exclude={"key", "names"}))) for one in outcomes}) == 1


@pytest.mark.row("V-07")
def test_a_hand_over_changes_the_coach_and_ends_the_earlier_ones_view(cast):
    with as_actor(cast.a_katri):
        episode = start(cast)
    ville = second_coach(cast)
    with as_actor(cast.a_janne):
        given = {"episode": fresh(episode), "version": episode.version, "by": cast.a_janne, "unit": cast.coaching}
        with refused("jo valmentaja"):
            actions.hand_over(**given, coach=cast.janne, reason="leave")
        with refused("miksi"):
            actions.hand_over(**given, coach=ville, reason="")
        with refused("työhönvalmentaja"):
            actions.hand_over(**given, coach=cast.timo, reason="leave")
        actions.hand_over(**given, coach=ville, reason="leave")
    assert not sees(cast.a_janne, cast.case)
    with as_actor(cast.actor("ville")):
        rows = CoachAssignment.objects.filter(episode=episode).order_by("pk")
        assert [(row.coach, row.to_on) for row in rows] == [(cast.janne, dates.today()), (ville, None)]


@pytest.mark.row("V-63", "L-65")
def test_the_card_on_the_path_opens_a_coaching_of_its_type_in_one_act(cast):
    cards = offer_everything(cast.region, cast.jobs)
    with as_actor(cast.a_katri):
        planned = services.plan_service(
            case=cast.case, by=cast.a_katri, card=cards["supported_employment_coaching"], planned_on=dates.today()
        )
        episode = start(cast)
        assert episode.service == planned
        assert fresh(planned).started_on == dates.today()
        now = fresh(episode)
        actions.end_coaching(episode=now, version=now.version, by=cast.a_katri, on=dates.today(), outcome="employment")
        assert fresh(planned).outcome == "employment"
        other = start(cast, open_case(cast, "Toinen"), type="traditional")
        assert other.service.card.service == "job_coaching_other"
        assert ServiceEpisode.objects.filter(coaching__isnull=False).count() == 2


@pytest.mark.row("L-76")
def test_an_open_coaching_outlives_the_close_of_coordination_and_stays_bounded(cast):
    with as_actor(cast.a_katri):
        episode = start(cast)
        case = fresh(cast.case)
        hand_over_all(case, cast.a_katri)
        closing.close_case(
            case=case, version=case.version, by=cast.a_katri, solution_kind="employment", solved="Työ alkoi.",
            stays_open="Valmennus jatkuu.",
        )
        left = grant(cast)
        assert (left.user, left.ground, left.field_groups) == (cast.janne, "consent", ["basics", "employment"])
        assert Grant.objects.filter(case=case, ended_at__isnull=True).exclude(why="was_responsible").count() == 1
        assert not TeamMember.objects.filter(case=case, left_at__isnull=True).exists()
    with as_actor(cast.a_janne):
        episode = CoachingEpisode.objects.visible_to(cast.a_janne).select_related("case").get()
        assert (episode.state, episode.ended_on, episode.goes_on_after_case) == ("open", None, True)
        working.note_contact(episode=episode, by=cast.a_janne, parties=["employer"], place="workplace", minutes=30)
        actions.end_coaching(
            episode=episode, version=episode.version, by=cast.a_janne, on=dates.today(), outcome="employment"
        )
    assert not sees(cast.a_janne, cast.case)


def test_a_full_coach_leaves_a_queue_that_says_who_is_next_and_since_when(cast):
    today = dates.today()
    with as_actor(cast.a_katri):
        first, second = open_case(cast, "Ensin"), open_case(cast, "Sitten")
        given = {
            "by": cast.a_katri, "unit": cast.coaching, "type": "quality_criteria", "payer": "kela", "voluntary": True
        }
        later = actions.queue_for_coach(case=second, waits_since=today - timedelta(days=2), **given)
        actions.queue_for_coach(case=first, waits_since=today - timedelta(days=19), **given)
        with refused("jo valmennus tai paikka jonossa"):
            start(cast, first)
    with as_actor(cast.a_janne):
        queue = caseload.queue_of(cast.coaching.pk)
        assert (queue.clients, (today - queue.since).days) == (2, 19)
        rows = list(CoachingEpisode.objects.visible_to(cast.a_janne).queued().select_related("case__person"))
        assert [(row.case.person.first_name, row.waited_days) for row in rows] == [("Ensin", 19), ("Sitten", 2)]
        actions.take_from_queue(
            episode=rows[0], version=rows[0].version, by=cast.a_janne, coach=cast.janne, unit=cast.coaching,
            next_step="Soitto", next_on=today,
        )
        taken = fresh(rows[0])
        assert (taken.state, taken.waited_days) == ("open", 19)
        assert caseload.queue_of(cast.coaching.pk).clients == 1
    with as_actor(cast.a_katri):
        consents.withdraw_consent(consent=second.consents.get(withdrawn_at__isnull=True), by=cast.a_katri)
        assert fresh(later).state == "ended"
    assert not sees(cast.a_janne, second)


def test_twice_sent_is_one_coaching_and_a_second_one_is_refused(cast):
    key = uuid4()
    with as_actor(cast.a_katri):
        assert start(cast, key=key) == start(cast, key=key)
        with refused("jo valmennus"):
            start(cast)
        case = fresh(cast.case)
        hand_over_all(case, cast.a_katri)
        closing.close_case(
            case=case, version=case.version, by=cast.a_katri, solution_kind="other", solved="x", stays_open="y"
        )
        again = cases.return_case(case=fresh(case), by=cast.a_katri, naming_due_on=dates.today())
        consent(cast, again)
        with refused("jo valmennus"):  # the earlier case's coaching goes on
            start(cast, again)


def test_a_stranger_sees_nothing_of_it(cast):
    with as_actor(cast.a_katri):
        start(cast)
    for actor in (cast.a_petra, cast.a_outi, cast.a_ritva):
        with as_actor(actor):
            assert not CoachingEpisode.objects.exists()
    with acting(cast.a_timo):
        assert CoachingEpisode.objects.count() == 1
