"""Work-ability assessments: side by side, by whose definition, corrected by new rows, looked at again in time.

Seen red: the definition not asked; a functional one without its place; the late list with what was reviewed since and
with kinds that the reader's grant does not open; one replaced by a finding of another definition; a second correction
of the same row; a medical result shown to a coach.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rinnalla.access.models import Grant
from rinnalla.assessments.ability import actions, reading
from rinnalla.assessments.ability.actions import Finding
from rinnalla.assessments.ability.models import AbilityReview, Reassessment, WorkAbilityAssessment
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.testing import as_actor

DAY = timedelta(days=1)


def finding(**more) -> Finding:
    today = dates.today()
    values = {
        "kind": "medical", "definition": "work_pension", "ability": "partial", "assessor": "Laura Koski, lääkäri",
        "methods": "Vastaanotto", "result": "Selkä kestää kevyen työn puolet päivästä.", "source": "verified",
        "source_whom": "B-lausunto", "assessed_on": today - 100 * DAY, "review_on": today - DAY,
    }
    return Finding(**{**values, **more})


FUNCTIONAL = {
    "kind": "functional", "definition": "work_authority", "task": "Taimien ruukutus", "place": "Meriruohon puutarha",
    "result": "Jaksoi kolme tuntia, kumartelu hidasti.", "source": "seen", "source_whom": "",
}


@pytest.fixture
def noted(cast):
    def make(**more) -> WorkAbilityAssessment:
        with as_actor(cast.a_katri):
            return actions.note_assessment(
                case=cast.case, by=cast.a_katri, groups=cast.a_katri.field_groups(), finding=finding(**more)
            )

    return make


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/"


def due(actor) -> list[str]:
    with as_actor(actor):
        return [one.what for one in reading.due_list(actor)]


# Rows ---------------------------------------------------------------------------------------------------------------


@pytest.mark.row("V-54")
def test_an_assessment_past_its_review_date_is_listed(cast, sign_in, noted, base):
    noted()
    later = noted(definition="kela_pension", review_on=dates.today() + 200 * DAY)
    page = sign_in(cast.katri).get("/cases/reviews/").content.decode()
    assert "Rantanen" in page and "Tarkista arvio. Lääketieteellinen" in page
    assert len(due(cast.a_katri)) == 1, "the one that is far ahead is not listed"
    with as_actor(cast.a_katri):
        row = WorkAbilityAssessment.objects.exclude(pk=later.pk).get()
    sent = {"next_on": dates.d(dates.today() + 100 * DAY), "note": "Puhelu lääkärille", "form_key": str(uuid4())}
    for _n in range(2):  # a double press
        assert sign_in(cast.katri).post(f"{base}ability/{row.uuid}/review/", sent).status_code == 302
    with as_actor(cast.a_katri):
        assert AbilityReview.objects.count() == 1
    assert due(cast.a_katri) == []


@pytest.mark.row("I-35", "C-28")
def test_the_team_sees_functional_results_beside_the_medical(cast, sign_in, noted, base):
    noted()
    noted(**FUNCTIONAL)
    page = sign_in(cast.katri).get(f"{base}ability/").content.decode()
    assert page.index("Lääketieteellinen") < page.index("Toiminnallinen")
    assert "Taimien ruukutus" in page and "Meriruohon puutarha" in page and "Jaksoi kolme tuntia" in page
    coach = sign_in(cast.janne).get(f"{base}ability/").content.decode()
    assert "Jaksoi kolme tuntia" in coach and "Selkä kestää" not in coach
    assert "1 arvio, jota et näe" in coach
    with pytest.raises(Refused) as refused:
        noted(**{**FUNCTIONAL, "place": " "})
    assert refused.value.field == "place"
    with as_actor(cast.a_katri), pytest.raises(IntegrityError), transaction.atomic():
        row = WorkAbilityAssessment.objects.filter(kind="functional").get()
        WorkAbilityAssessment.objects.create(**{
            **{one.name: getattr(row, one.name) for one in row._meta.fields if one.name not in ("id", "uuid")},
            "place": "",
        })


@pytest.mark.row("E-08")
def test_a_finding_says_by_whose_definition_and_they_stand_side_by_side(cast, sign_in, noted, base):
    browser = sign_in(cast.katri)
    sent = {
        "kind": "medical", "definition": "", "ability": "partial", "result": "Kevyt työ sopii.", "assessor": "Laura",
        "methods": "Vastaanotto", "source": "verified", "source_whom": "B-lausunto", "form_key": str(uuid4()),
        "assessed_on": dates.d(dates.today()), "review_on": dates.d(dates.today() + 90 * DAY),
    }
    assert browser.post(f"{base}ability/new/", sent).status_code == 422
    for wrong in ("", "own_invention"):
        with pytest.raises(Refused) as refused:
            noted(definition=wrong)
        assert refused.value.field == "definition"
    with as_actor(cast.a_katri):
        assert not WorkAbilityAssessment.objects.exists()
    for definition in ("work_pension", "work_authority"):
        answer = browser.post(f"{base}ability/new/", {**sent, "definition": definition, "form_key": str(uuid4())})
        assert answer.status_code == 302
    page = browser.get(f"{base}ability/").content.decode()
    for key in ("work_pension", "work_authority"):
        view = actions.definitions()[key]
        assert view.criterion.fi in page and view.source.text.fi in page
        assert f"luettu {dates.d(view.source.read)}" in page
    concepts = browser.get("/handbook/concepts/").content.decode()
    assert all(view.criterion.fi in concepts for view in actions.definitions().values())


@pytest.mark.row("L-71")
def test_a_treatment_gets_a_day_for_assessing_again_and_the_day_is_listed(cast, sign_in, noted, base):
    browser = sign_in(cast.katri)
    sent = {
        "what": "Selkäryhmä", "began_on": dates.d(dates.today() - DAY), "due_on": dates.d(dates.today() + 20 * DAY),
        "form_key": str(uuid4()),
    }
    for _n in range(2):
        assert browser.post(f"{base}reassessments/new/", sent).status_code == 302
    assert due(cast.a_katri) == ["Selkäryhmä"]
    assert "Uusi arvio: Selkäryhmä" in browser.get("/cases/reviews/").content.decode()
    assert "Selkäryhmä" not in sign_in(cast.janne).get("/cases/reviews/").content.decode()
    with as_actor(cast.a_katri):
        row = Reassessment.objects.get()
    settling = f"{base}reassessments/{row.uuid}/settling/"
    assert browser.post(settling, {"version": 1, "assessment": "", "reason": ""}).status_code == 422
    made = noted(assessed_on=dates.today(), review_on=dates.today() + 100 * DAY)
    assert browser.post(settling, {"version": 1, "assessment": str(made.uuid), "reason": ""}).status_code == 302
    assert due(cast.a_katri) == []
    assert browser.post(settling, {"version": 1, "assessment": "", "reason": "Kahdesti"}).status_code == 422
    with as_actor(cast.a_katri):
        assert Reassessment.objects.get().assessment_id == made.pk


# What is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "where"), [
    ({"kind": "x"}, "kind"), ({"ability": ""}, "ability"), ({"result": " "}, "result"), ({"assessor": ""}, "assessor"),
    ({"source": "rumour"}, "source"), ({"source_whom": " "}, "source_whom"), ({"icf": ["selkä"]}, "icf"),
    ({"assessed_on": dates.today() + DAY}, "assessed_on"), ({"review_on": None}, "review_on"),
    ({"valid_until": dates.today() - 200 * DAY}, "valid_until"),
    ({"review_on": dates.today() - 100 * DAY}, "review_on"),
])
def test_what_is_not_whole_is_refused_where_it_lacks(cast, noted, wrong, where):
    with pytest.raises(Refused) as refused:
        noted(**wrong)
    assert refused.value.field == where


def test_without_a_review_day_the_end_of_validity_is_taken(noted):
    day = dates.today() + 30 * DAY
    assert noted(review_on=None, valid_until=day).review_on == day


@pytest.mark.parametrize(("text", "found"), [("d850, b130.2;E310+2 d850", ["d850", "b130.2", "e310+2"]), ("  ", [])])
def test_icf_codes_are_read_from_a_line(text, found):
    assert actions.icf_codes(text) == found


@pytest.mark.parametrize("text", ["850", "x130", "d850.7", "b130.", "d8500000", "d٨٥٠"])
def test_what_is_no_icf_code_is_refused(text):
    with pytest.raises(Refused):
        actions.icf_codes(text)


def test_who_does_not_see_a_kind_writes_none_of_it(cast, sign_in, base):
    with as_actor(cast.a_katri), pytest.raises(Refused):
        actions.note_assessment(case=cast.case, by=cast.a_katri, groups=["basics"], finding=finding())
    with as_actor(cast.a_katri), pytest.raises(Refused):
        actions.agree_reassessment(
            case=cast.case, by=cast.a_katri, groups=["basics"], what="Hoito", began_on=dates.today(),
            due_on=dates.today() + DAY,
        )
    assert sign_in(cast.janne).get(f"{base}ability/new/").status_code == 403
    assert sign_in(cast.petra).get(f"{base}ability/").status_code == 404
    assert sign_in(cast.timo).get(f"{base}ability/").status_code == 403


# Corrections and races ----------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_earlier_text_and_the_second_one_is_told(cast, sign_in, noted, base):
    row = noted()
    mended = {"assessment": row, "by": cast.a_katri, "groups": cast.a_katri.field_groups()}
    with as_actor(cast.a_katri):
        key = uuid4()
        for _n in range(2):
            actions.correct_assessment(
                **mended, finding=finding(result="Selkä kestää koko päivän."), reason="Lausunto luettiin väärin",
                key=key,
            )
        with pytest.raises(Refused, match="ehti korjata"):
            actions.correct_assessment(**mended, finding=finding(result="Toinen"), reason="Myöhässä", key=uuid4())
        with pytest.raises(Refused):
            actions.review(assessment=row, by=cast.a_katri, next_on=dates.today() + DAY)
        assert WorkAbilityAssessment.objects.count() == 2
    page = sign_in(cast.katri).get(f"{base}ability/").content.decode()
    now, before = page.split("Aiemmat ja korjatut arviot")
    assert "koko päivän" in now and "puolet päivästä" not in now
    assert "puolet päivästä" in before and "Lausunto luettiin väärin" in before
    with as_actor(cast.a_katri):
        table = "assessments_workabilityassessment"
        for sql in (f"delete from {table}", f"update {table} set result = 'x'"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def test_a_later_finding_replaces_one_of_the_same_definition_only(cast, noted):
    noted()
    noted(definition="kela_pension", assessed_on=dates.today() - 50 * DAY)
    assert len(due(cast.a_katri)) == 2
    noted(assessed_on=dates.today() - 10 * DAY, review_on=dates.today() + 300 * DAY)
    assert len(due(cast.a_katri)) == 1


def test_two_who_settle_at_once_do_it_once(cast):
    with as_actor(cast.a_katri):
        row = actions.agree_reassessment(
            case=cast.case, by=cast.a_katri, groups=["health"], what="Fysioterapia", began_on=dates.today(),
            due_on=dates.today() + DAY,
        )
        other = Reassessment.objects.get(pk=row.pk)
        actions.settle_reassessment(reassessment=row, version=1, by=cast.a_katri, reason="Hoito keskeytyi")
        with pytest.raises(Conflict):
            actions.settle_reassessment(reassessment=other, version=1, by=cast.a_katri, reason="Sama")


def test_the_list_holds_open_cases_and_what_the_grant_opens(cast, noted):
    noted()
    with as_actor(cast.a_katri):
        Grant.objects.filter(case=cast.case, user_id=cast.a_katri.user_id).update(field_groups=["basics"])
    assert due(cast.a_katri) == []
    assert due(cast.a_janne) == []


def test_a_correction_is_made_by_its_form(cast, sign_in, noted, base):
    row = noted(**FUNCTIONAL)
    page = sign_in(cast.katri).get(f"{base}ability/{row.uuid}/correction/").content.decode()
    assert "Taimien ruukutus" in page
    told = replace(finding(**FUNCTIONAL), result="Jaksoi neljä tuntia.")
    sent = {name: value or "" for name, value in vars(told).items()}
    sent |= {"assessed_on": dates.d(told.assessed_on), "review_on": dates.d(told.review_on), "icf": "d850"}
    browser = sign_in(cast.katri)
    assert browser.post(f"{base}ability/{row.uuid}/correction/", sent).status_code == 422  # no reason
    sent |= {"reason": "Tunnit", "form_key": str(uuid4())}
    answer = browser.post(f"{base}ability/{row.uuid}/correction/", sent)
    assert answer.status_code == 302
    assert "ICF d850" in browser.get(f"{base}ability/").content.decode()
