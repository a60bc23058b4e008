"""Questions of the region's own form, what the rules propose of a talk, and the choice kept beside the proposal."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from rinnalla.access.roles import ALL_GROUPS
from rinnalla.assessments import actions, questions, weighing
from rinnalla.assessments.actions import decide
from rinnalla.assessments.models import NeedsAssessment, QuestionAnswer, RuleDecision
from rinnalla.cases.models import Case
from rinnalla.catalogue.tests import cards
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.content import content_of
from rinnalla.servicemodels.definitions import LocalQuestions, Question
from rinnalla.servicemodels.models import ServiceModel
from rinnalla.testing import as_actor

PARTS = {"network": "Sisko.", "goal": "Työ.", "resources": "Kädet."}
PLAIN = frozenset({"basics", "employment", "social"})
NEEDS = dict.fromkeys(("work", "housing", "participation"), ("need", ""))


@pytest.fixture
def katri(cast):
    with as_actor(cast.a_katri):
        yield cast.a_katri


def _talk(cast, by, *, sign=True, groups=ALL_GROUPS, told=None, answers=None, criteria=(), **facts):
    row = actions.start(case=cast.case, by=by)
    actions.save(
        assessment=row, version=row.version, by=by, groups=groups, facts={**PARTS, **facts}, criteria=criteria,
        answers=answers or {}, told=told or {},
    )
    if sign:
        actions.sign(assessment=row, version=row.version, by=by)
    return NeedsAssessment.objects.get(pk=row.pk)


def _decide(row, by, chosen, **more):
    return decide(assessment=row, subject="segment", by=by, groups=ALL_GROUPS, chosen=chosen, **more)


def test_a_proposal_says_the_rule_it_stands_on_and_what_would_change_it(cast, katri):
    weighed = weighing.weigh(_talk(cast, katri, answers=NEEDS), ALL_GROUPS)
    assert weighed.proposed("segment") == ("coordinated", "many_needs")
    placing, _ways = weighed.in_words
    assert placing.why == "Tarpeita on monella elämän alueella" and placing.changes


@pytest.mark.row("T-42")
@pytest.mark.row("V-113")
def test_the_choice_and_its_reason_are_kept_beside_the_proposal_for_ever(cast, katri):
    row = _talk(cast, katri, answers=NEEDS)
    assert weighing.weigh(row, ALL_GROUPS).proposed("segment") == weighing.weigh(row, ALL_GROUPS).proposed("segment")
    with pytest.raises(Refused) as refusal:
        _decide(row, katri, "guided", reason="  ")
    assert refusal.value.field == "reason" and not RuleDecision.objects.exists()
    other = _decide(row, katri, "guided", reason="Asiakas haluaa edetä itse.")
    assert (other.proposed, other.rule, other.chosen, other.followed) == ("coordinated", "many_needs", "guided", False)
    assert other.facts["needs"] == 3
    same = _decide(row, katri, "coordinated")
    assert same.followed and RuleDecision.objects.count() == 2
    for act in (
        lambda: RuleDecision.objects.filter(pk=same.pk).update(chosen="guided"),
        lambda: RuleDecision.objects.filter(pk=same.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            act()


def test_the_database_asks_for_a_reason_off_the_proposal(cast, katri):
    same = _decide(_talk(cast, katri, answers=NEEDS), katri, "coordinated")
    same.pk, same.uuid, same.chosen = None, uuid.uuid4(), "guided"
    with pytest.raises(DatabaseError, match="decision_off_the_proposal_says_why"), transaction.atomic():
        same.save(force_insert=True)


def test_twice_clicked_is_one_choice_and_a_draft_has_none(cast, katri):
    key = uuid.uuid4()
    draft = _talk(cast, katri, sign=False, answers=NEEDS)
    with pytest.raises(Refused):
        _decide(draft, katri, "coordinated")
    actions.sign(assessment=draft, version=draft.version, by=katri)
    row = NeedsAssessment.objects.get(pk=draft.pk)
    assert _decide(row, katri, "coordinated", key=key).pk == _decide(row, katri, "coordinated", key=key).pk
    with pytest.raises(Refused):
        _decide(row, katri, "moon")


def test_what_the_reader_may_not_see_is_not_weighed(cast, katri):
    row = _talk(cast, katri, answers=NEEDS, criteria=["unmapped_health"])
    assert weighing.weigh(row, ALL_GROUPS).proposed("segment")[0] == "intensive"
    few = weighing.weigh(row, PLAIN)
    assert few.proposed("segment")[0] == "coordinated" and "unmapped_health" not in few.facts
    bare = weighing.weigh(_again(cast, katri), PLAIN)
    assert (bare.placing, bare.ways) == (few.placing, few.ways)


def _again(cast, by):
    """The same talk without the hidden tick."""
    return _talk(cast, by, answers=NEEDS)


# Questions ----------------------------------------------------------------------------------------------------------


def test_answers_are_kept_by_kind_and_tell_the_rules(cast, katri):
    ended = dates.today()
    told = {"wishes_to_work": True, "disabled": False, "rehabilitative_work_activity_ended_on": ended}
    row = _talk(cast, katri, told=told)
    assert questions.answers(row, ALL_GROUPS) == told
    assert questions.answers(row, PLAIN) == {key: told[key] for key in told if key != "disabled"}
    assert weighing.told(row, ALL_GROUPS)["rehabilitative_work_activity_ended_on"] == ended
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        QuestionAnswer.objects.filter(assessment=row).update(value=False)


@pytest.mark.parametrize("told", [
    {"moon": True}, {"wishes_to_work": "yes"}, {"rehabilitative_work_activity_ended_on": "2026-01-01"},
    {"wishes_to_work": 1},
])
def test_an_answer_of_another_kind_is_not_saved(cast, katri, told):
    with pytest.raises(ValueError, match="no such question or answer"):
        _talk(cast, katri, sign=False, told=told)
    assert not QuestionAnswer.objects.exists()


def test_a_correction_takes_the_answers_along(cast, katri):
    row = _talk(cast, katri, told={"wishes_to_work": True})
    draft = actions.correct(assessment=row, by=katri, reason="Täsmennys")
    assert questions.answers(draft, ALL_GROUPS) == {"wishes_to_work": True}


def test_an_answer_outside_the_writers_groups_stays_as_it_was(cast, katri):
    row = _talk(cast, katri, sign=False, told={"disabled": True})
    actions.save(assessment=row, version=row.version, by=katri, groups=PLAIN, facts={}, told={"disabled": None})
    assert questions.answers(NeedsAssessment.objects.get(pk=row.pk), ALL_GROUPS) == {"disabled": True}


OWN = {"fi": "Onko sinulla ajokortti?", "sv": "Har du körkort?", "en": "Do you have a driving licence?"}
REWORDED = "Voitko ajaa autoa?"


def _publish(region, number, question) -> ServiceModel:
    """A version of the region's model with this question of its own, in force from now."""
    some = next(iter(cards.every_region().values()))
    own = LocalQuestions(form="initial_interview", questions=(question,))
    content = content_of(some.model_copy(update={"model": some.model.model_copy(update={"questions": (own,)})}))
    ServiceModel.objects.filter(region=region, superseded_at=None).update(superseded_at=dates.now())
    made = ServiceModel.objects.create(
        region=region, number=number, content=content, published_at=dates.now(), published_job="test"
    )
    codes.forget()
    return made


@pytest.mark.row("V-114")
def test_a_question_added_is_asked_in_new_talks_and_old_ones_stay_as_they_were(cast, sign_in):
    """The model's owner adds a question: a talk begun before does not ask it; a later one does, in its own words."""
    licence = Question.model_validate({"key": "driving_licence", "kind": "yes_no", "names": OWN})
    with as_actor(cast.a_katri):
        old = _talk(cast, cast.a_katri, told={"wishes_to_work": True})
        asked = [one.key for one in questions.questions(old)]
    assert "driving_licence" not in asked
    first = _publish(cast.region, 1, licence)
    with as_actor(cast.a_katri):
        Case.objects.filter(pk=cast.case.pk).update(service_model=first)
        cast.case.refresh_from_db()
        new = _talk(cast, cast.a_katri, told={"driving_licence": True})
    _publish(cast.region, 2, licence.model_copy(update={"names": licence.names.model_copy(update={"fi": REWORDED})}))
    browser = sign_in(cast.katri)
    base = f"/cases/{cast.case.uuid}/assessment/"
    page = browser.get(f"{base}{new.uuid}/").content.decode()
    assert OWN["fi"] in page and REWORDED not in page
    with as_actor(cast.a_katri):
        assert [one.key for one in questions.questions(NeedsAssessment.objects.get(pk=old.pk))] == asked
    assert OWN["fi"] not in browser.get(f"{base}{old.uuid}/").content.decode()


# Screens ------------------------------------------------------------------------------------------------------------


def test_the_choice_by_the_form(cast, sign_in):
    with as_actor(cast.a_katri):
        row = _talk(cast, cast.a_katri, answers=NEEDS)
    base, browser = f"/cases/{cast.case.uuid}/assessment/{row.uuid}/support/", sign_in(cast.katri)
    page = browser.get(base).content.decode()
    assert "Rinnalla kulkeva tuki" in page and "Tarpeita on monella elämän alueella" in page
    answer = browser.post(f"{base}segment/", {"segment-chosen": "guided", "segment-reason": ""})
    assert answer.status_code == 422 and "Kerro, miksi valitsit toisin" in answer.content.decode()
    answer = browser.post(f"{base}segment/", {"segment-chosen": "guided", "segment-reason": "Asiakkaan toive."})
    assert answer.status_code == 302
    page = browser.get(base).content.decode()
    assert "Asiakkaan toive." in page and "Ehdotus oli: Rinnalla kulkeva tuki." in page
    assert browser.post(f"{base}moon/", {}).status_code == 404


def test_who_sees_less_sees_the_choice_and_not_the_proposal(cast, sign_in):
    with as_actor(cast.a_katri):
        row = _talk(cast, cast.a_katri, answers=NEEDS, criteria=["unmapped_health"])
        _decide(row, cast.a_katri, "intensive")
    base = f"/cases/{cast.case.uuid}/assessment/{row.uuid}/support/"
    page = sign_in(cast.janne).get(base).content.decode()
    assert "Tuen taso: Tiimin tuki" in page and "Ehdotus oli" not in page
    assert "Kartoittamattomia terveydellisiä ongelmia" not in page
    assert sign_in(cast.janne).post(f"{base}segment/", {"segment-chosen": "guided"}).status_code == 403
    assert sign_in(cast.petra).get(base).status_code == 404


def test_the_interview_asks_the_questions_and_keeps_what_was_answered(cast, sign_in):
    browser = sign_in(cast.katri)
    with as_actor(cast.a_katri):
        row = actions.start(case=cast.case, by=cast.a_katri)
    address = f"/cases/{cast.case.uuid}/assessment/{row.uuid}/content/"
    assert "Haluatko työhön?" in browser.get(address).content.decode()
    sent = {"talked_on": dates.d(dates.today()), "version": row.version, "act": "save", "told_wishes_to_work": "yes",
            "told_rehabilitative_work_activity_ended_on": "1.9.2026"}
    assert browser.post(address, sent).status_code == 302
    page = browser.get(address).content.decode()
    assert 'value="1.9.2026"' in page
    with as_actor(cast.a_katri):
        kept = questions.answers(NeedsAssessment.objects.get(pk=row.pk), ALL_GROUPS)
    assert kept["wishes_to_work"] is True and kept["rehabilitative_work_activity_ended_on"].year == 2026
    wrong = browser.post(address, {**sent, "version": row.version + 1,
                                   "told_rehabilitative_work_activity_ended_on": "31.2.2026"})
    assert wrong.status_code == 422 and "31.2.2026" in wrong.content.decode()
