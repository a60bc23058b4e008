"""The client's view beside the professional's, where each comes from, and asking for the responsible worker.

Guards against: signing without a responsible worker and without a reason; the client's view left out of what is saved.
"""

from datetime import timedelta

import pytest

from rinnalla.assessments import actions
from rinnalla.assessments.actions import Beside
from rinnalla.assessments.models import LifeAreaAnswer, NeedsAssessment
from rinnalla.cases import actions as cases
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

PARTS = {"network": "Sisko.", "goal": "Työ.", "resources": "Kädet."}


@pytest.fixture
def arranged(cast):
    """A talk of a case that has no responsible worker yet, all but signed."""
    with as_actor(cast.a_katri):
        case = cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
            naming_due_on=dates.today() + timedelta(days=14),
            new_person={"given_names": "Oskari", "family_name": "Lehto"},
        )
        row = actions.start(case=case, by=cast.a_katri)
        save(cast, row, PARTS)
    return row


def save(cast, row: NeedsAssessment, facts=None, **more) -> None:
    with as_actor(cast.a_katri):
        actions.save(
            assessment=row, version=row.version, by=cast.a_katri, groups=cast.a_katri.field_groups(),
            facts=facts or {}, **more,
        )


@pytest.mark.row("L-40")
def test_signing_asks_for_the_responsible_worker_or_a_reason(cast, sign_in, arranged):
    browser = sign_in(cast.katri)
    address = f"/cases/{arranged.case.uuid}/assessment/{arranged.uuid}/content/"
    sent = {**PARTS, "talked_on": dates.d(dates.today()), "version": arranged.version, "act": "sign"}
    refused = browser.post(address, {**sent, "responsible_reason": " "})
    assert refused.status_code == 422 and "Sopikaa asiakasvastaavasta" in refused.content.decode()
    with as_actor(cast.a_katri):
        assert NeedsAssessment.objects.get(pk=arranged.pk).signed_at is None
    reason = "Tapaa ehdotetun asiakasvastaavan maanantaina"
    assert browser.post(address, {**sent, "responsible_reason": reason}).status_code == 302
    page = browser.get(f"/cases/{arranged.case.uuid}/assessment/").content.decode()
    assert reason in page and "Allekirjoitettu" in page


def test_a_case_that_has_one_shows_who_it_is_and_asks_no_reason(cast, sign_in):
    with as_actor(cast.a_katri):
        row = actions.start(case=cast.case, by=cast.a_katri)
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/assessment/{row.uuid}/content/").content.decode()
    assert 'name="responsible_reason"' not in page and "Katri Ylinen" in page
    save(cast, row, PARTS)
    with as_actor(cast.a_katri):
        actions.sign(assessment=row, version=row.version, by=cast.a_katri)
    assert row.signed_at


def test_both_views_stand_side_by_side_with_their_source(cast, sign_in):
    with as_actor(cast.a_katri):
        row = actions.start(case=cast.case, by=cast.a_katri)
    browser, address = sign_in(cast.katri), f"/cases/{cast.case.uuid}/assessment/{row.uuid}/content/"
    sent = {
        "talked_on": dates.d(dates.today()), "version": row.version, "act": "save", "area_work": "need",
        "client_work": "no_need", "source_work": "verified", "note_work": "Lomautettu",
    }
    refused = browser.post(address, sent)
    assert refused.status_code == 422 and "keneltä tai mistä asiakirjasta" in refused.content.decode()
    assert browser.post(address, {**sent, "whom_work": "Työtodistus"}).status_code == 302
    with as_actor(cast.a_katri):
        kept = LifeAreaAnswer.objects.get(area="work")
    assert (kept.answer, kept.client_answer, kept.source, kept.source_whom) == (
        "need", "no_need", "verified", "Työtodistus"
    )
    page = browser.get(f"/cases/{cast.case.uuid}/assessment/").content.decode()
    line = page.split('<th scope="row">Työ</th>')[1].split("</tr>")[0]
    assert line.index("Ei tarvetta") < line.index("Tarve") and "Tarkistettu asiakirjasta, Työtodistus" in line


def test_what_stands_beside_stays_when_it_is_not_sent_and_goes_along_to_a_correction(cast):
    with as_actor(cast.a_katri):
        row = actions.start(case=cast.case, by=cast.a_katri)
    save(cast, row, PARTS, answers={"work": ("need", "")}, beside={"work": Beside("later", "told_by_other", "Poika")})
    save(cast, row, answers={"work": ("need", "Uusi")})
    with as_actor(cast.a_katri):
        actions.sign(assessment=row, version=row.version, by=cast.a_katri)
        draft = actions.correct(assessment=row, by=cast.a_katri, reason="Täydennys")
        kept = LifeAreaAnswer.objects.get(assessment=draft, area="work")
    assert (kept.client_answer, kept.source_whom, kept.note) == ("later", "Poika", "Uusi")


@pytest.mark.row("V-96")
def test_an_assessment_is_made_again_at_any_stage_and_the_newest_is_shown(cast, sign_in):
    for text in ("Ensimmäinen tavoite", "Toinen tavoite"):
        with as_actor(cast.a_katri):
            cast.case.refresh_from_db()
            row = actions.start(case=cast.case, by=cast.a_katri)
        save(cast, row, {**PARTS, "goal": text})
        with as_actor(cast.a_katri):
            actions.sign(assessment=row, version=row.version, by=cast.a_katri)
            cast.case.refresh_from_db()
            if cast.case.stage != "services":
                cases.move_stage(case=cast.case, version=cast.case.version, by=cast.a_katri, stage="services")
    browser = sign_in(cast.katri)
    page = browser.get(f"/cases/{cast.case.uuid}/assessment/").content.decode()
    assert "Toinen tavoite" in page and "Ensimmäinen tavoite" not in page and page.count("Allekirjoitettu") >= 2
    with as_actor(cast.a_katri):
        first = NeedsAssessment.objects.get(case=cast.case, number=1)
    assert "Ensimmäinen tavoite" in browser.get(f"/cases/{cast.case.uuid}/assessment/{first.uuid}/").content.decode()


@pytest.mark.parametrize("wrong", [Beside("own_invention"), Beside(source="x"), Beside(source="told_by_other")])
def test_what_will_not_do_is_refused(cast, wrong):
    with as_actor(cast.a_katri):
        row = actions.start(case=cast.case, by=cast.a_katri)
    with pytest.raises((Refused, ValueError)):
        save(cast, row, answers={"work": ("need", "")}, beside={"work": wrong})
