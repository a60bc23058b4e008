"""Starting, saving, signing and correcting; what it adds up to."""

import pytest
from django.db import DatabaseError, transaction

from rinnalla.access.roles import ALL_GROUPS
from rinnalla.assessments import actions, mapping
from rinnalla.assessments.models import LifeAreaAnswer, NeedsAssessment
from rinnalla.assessments.weighing import weigh
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.people.models import JobseekerStatus
from rinnalla.servicemodels import rules
from rinnalla.servicemodels.definitions import Value
from rinnalla.servicemodels.loading import value_of
from rinnalla.testing import as_actor

PARTS = {"network": "Sisko ja työllisyyspalvelut.", "goal": "Työ, jossa selkä kestää.", "resources": "Tarkat kädet."}


@pytest.fixture
def katri(cast):
    """Katri at work, under the wall."""
    with as_actor(cast.a_katri):
        yield cast.a_katri


def _draft(cast, by, **facts):
    row = actions.start(case=cast.case, by=by)
    _save(row, by, **facts)
    return row


def _save(row, by, *, criteria=(), answers=None, groups=ALL_GROUPS, version=None, **facts):
    actions.save(
        assessment=row, version=version or row.version, by=by, groups=groups, facts=facts, criteria=criteria,
        answers=answers or {},
    )


def _signed(cast, by, **facts):
    row = _draft(cast, by, **{**PARTS, **facts})
    actions.sign(assessment=row, version=row.version, by=by)
    return NeedsAssessment.objects.get(pk=row.pk)


@pytest.mark.row("L-78")
@pytest.mark.parametrize("empty", ["network", "goal", "resources"])
def test_an_empty_part_refuses_the_closing_and_says_which(cast, katri, empty):
    row = _draft(cast, katri, **{**PARTS, empty: "  "})
    with pytest.raises(Refused) as refusal:
        actions.sign(assessment=row, version=row.version, by=katri)
    assert refusal.value.field == empty
    assert NeedsAssessment.objects.get(pk=row.pk).signed_at is None
    _save(row, katri, **{empty: "Kirjattu."})
    actions.sign(assessment=row, version=row.version, by=katri)
    assert NeedsAssessment.objects.get(pk=row.pk).signed_by == cast.katri


def test_the_database_refuses_a_signed_one_with_an_empty_part(cast, katri):
    row = _draft(cast, katri, **{**PARTS, "goal": ""})
    with pytest.raises(DatabaseError, match="assessment_signed_is_whole"), transaction.atomic():
        NeedsAssessment.objects.filter(pk=row.pk).update(signed_at=dates.now(), signed_by=cast.katri)


@pytest.mark.row("V-46")
def test_an_interview_is_resumed_then_locked_and_corrected_by_a_new_version(cast, katri):
    row = _draft(cast, katri, network="Sisko.")
    again = actions.start(case=cast.case, by=katri)
    assert (again.pk, again.network) == (row.pk, "Sisko.")
    _save(again, katri, **PARTS, answers={"work": ("need", "Kevyempi työ")})
    actions.sign(assessment=again, version=again.version, by=katri)
    signed = NeedsAssessment.objects.get(pk=row.pk)
    with pytest.raises(Refused):
        _save(signed, katri, goal="Muuttunut")
    for act in (
        lambda: NeedsAssessment.objects.filter(pk=row.pk).update(goal="Muuttunut"),
        lambda: NeedsAssessment.objects.filter(pk=row.pk).update(signed_at=None, signed_by=None),
        lambda: LifeAreaAnswer.objects.filter(assessment=signed).update(answer="no_need"),
        lambda: LifeAreaAnswer.objects.filter(assessment=signed)._raw_delete("default"),
        lambda: LifeAreaAnswer.objects.create(assessment=signed, case=cast.case, area="housing", answer="need"),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            act()
    with pytest.raises(Refused):
        actions.correct(assessment=signed, by=katri, reason=" ")
    fixed = actions.correct(assessment=signed, by=katri, reason="Tavoite tarkentui.")
    assert fixed.answers.get().note == "Kevyempi työ"
    _save(fixed, katri, goal="Puutarhatyö.")
    actions.sign(assessment=fixed, version=fixed.version, by=katri)
    old, new = NeedsAssessment.objects.filter(case=cast.case).order_by("revision")
    assert (old.goal, old.state, new.goal, new.state) == (PARTS["goal"], "corrected", "Puutarhatyö.", "signed")
    assert (new.number, new.revision, new.correction_reason) == (1, 2, "Tavoite tarkentui.")


@pytest.mark.row("V-96")
def test_the_need_may_be_assessed_again_and_both_are_kept(cast, katri):
    first = _signed(cast, katri)
    second = actions.start(case=cast.case, by=katri)
    assert (second.number, second.revision) == (2, 1)
    assert list(NeedsAssessment.objects.filter(case=cast.case).newest_first()) == [second, first]


@pytest.mark.row("I-14")
def test_completeness_tells_what_was_gone_through_and_what_was_not(cast, katri):
    every = [area.key for area in mapping.areas(cast.region)]
    row = _draft(cast, katri, **PARTS)
    assert mapping.completeness(row, ALL_GROUPS).asked == 0
    _save(row, katri, answers={"work": ("need", ""), "housing": ("no_need", ""), "health": ("later", ""),
                               "livelihood": ("not_asked", "")})
    row = NeedsAssessment.objects.get(pk=row.pk)
    found = mapping.completeness(row, ALL_GROUPS)
    assert (found.asked, found.total, found.whole) == (3, len(every), False)
    assert "Toimeentulo" in found.not_asked and "Työ" not in found.not_asked
    _save(row, katri, answers=dict.fromkeys(every, ("no_need", "")))
    assert mapping.completeness(NeedsAssessment.objects.get(pk=row.pk), ALL_GROUPS).whole


@pytest.mark.row("V-17")
@pytest.mark.parametrize("status", [JobseekerStatus.REGISTERED, JobseekerStatus.NOT_REGISTERED])
def test_a_jobseeker_and_one_who_is_not_registered_go_the_same_way(cast, katri, status):
    case = cases.open_case(
        by=katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
        naming_due_on=dates.add_weeks(dates.today(), 2),
        new_person={"given_names": "Oskari", "family_name": "Lehto", "jobseeker_status": status},
    )
    assert case.state == "arranging" and case.person.jobseeker_status == status
    row = actions.start(case=case, by=katri)
    _save(row, katri, **PARTS, responsible_reason="Sovitaan ensi viikolla")
    actions.sign(assessment=row, version=row.version, by=katri)
    assert NeedsAssessment.objects.get(pk=row.pk).state == "signed"


@pytest.mark.row("V-18")
def test_ones_own_experience_alone_meets_the_criteria(cast, sign_in):
    page = f"/cases/{cast.case.uuid}/assessment/"
    with as_actor(cast.a_katri):
        row = _draft(cast, cast.a_katri, network="Sisko.")
    assert "Peruste tukeen täyttyy" not in sign_in(cast.katri).get(page).content.decode()
    with as_actor(cast.a_katri):
        _save(row, cast.a_katri, criteria=["self_perceived"])
    assert "Peruste tukeen täyttyy" in sign_in(cast.katri).get(page).content.decode()


def _suggested(row) -> list[tuple[str, str]]:
    return weigh(NeedsAssessment.objects.get(pk=row.pk), ALL_GROUPS).suggested


@pytest.mark.row("V-19")
def test_unemployment_is_proposed_at_the_limits_with_its_reason_and_ticked_by_hand(cast, katri, monkeypatch):
    row = _draft(cast, katri, unemployment_spells=1, unemployment_months=11)
    assert _suggested(row) == []
    for facts in ({"unemployment_spells": 2}, {"unemployment_spells": 0, "unemployment_months": 12}):
        _save(row, katri, **facts)
        ((name, why),) = _suggested(row)
        assert "työttömyys" in name and ("2" in why or "12" in why)
    assert row.criteria == []
    _save(row, katri, criteria=["unemployment_history"])
    assert row.criteria == ["unemployment_history"] and _suggested(row) == []
    limits = {"unemployment_spells": Value(value=9, unit="count"), "unemployment_long": Value(value=24, unit="months")}
    monkeypatch.setattr(rules, "value_of", lambda key, *where: limits.get(key) or value_of(key, *where))
    _save(row, katri, criteria=[])
    assert _suggested(row) == []


@pytest.mark.row("V-24", "C-26")
def test_a_low_number_asks_for_a_talk_and_stops_nothing(cast, katri):
    row = _signed(cast, katri, wish="En tiedä vielä.", motivation=1)
    assert mapping.talk_prompt(1, cast.region) and not mapping.talk_prompt(7, cast.region)
    assert not mapping.talk_prompt(None, cast.region)
    case = Case.objects.get(pk=cast.case.pk)
    assert (row.state, case.wish, case.motivation) == ("signed", "En tiedä vielä.", 1)


def test_what_the_writer_may_not_see_stays_as_it_was(cast, katri):
    row = _draft(cast, katri, health_notes="Kipua illalla.", criteria=["unmapped_health"],
                 answers={"substance_use": ("need", "Salainen"), "work": ("need", "")})
    few = frozenset({"basics", "employment"})
    _save(row, katri, groups=few, health_notes="Yli", goal="Uusi",
          answers={"substance_use": ("no_need", ""), "work": ("later", "")}, criteria=["self_perceived"])
    row = NeedsAssessment.objects.get(pk=row.pk)
    assert (row.health_notes, row.goal) == ("Kipua illalla.", "Uusi")
    assert row.criteria == ["self_perceived", "unmapped_health"]
    assert {one.area: one.answer for one in row.answers.all()} == {"substance_use": "need", "work": "later"}
    assert mapping.completeness(row, few).total < len(mapping.areas(cast.region))


def test_an_older_version_does_not_write_over_a_newer(cast, katri):
    row = _draft(cast, katri, goal="Ensin")
    with pytest.raises(Conflict):
        _save(row, katri, version=row.version - 1, goal="Myöhässä")
    assert NeedsAssessment.objects.get(pk=row.pk).goal == "Ensin"


def test_nothing_unknown_is_saved(cast, katri):
    row = _draft(cast, katri)
    with pytest.raises(ValueError, match="signed_at"):
        _save(row, katri, signed_at=dates.now())
    with pytest.raises(ValueError, match="moon"):
        _save(row, katri, answers={"moon": ("need", "")})
    row.refresh_from_db()
    with pytest.raises(ValueError, match="perhaps"):
        _save(row, katri, answers={"work": ("perhaps", "")})
    row.refresh_from_db()
    with pytest.raises(Refused):
        _save(row, katri, talked_on=dates.add_weeks(dates.today(), 1))
