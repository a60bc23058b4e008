"""Closing: nobody who goes on is left without what, who and how.

Guards against: `_require_handed_over` taken out of `close_case` (three tests); the version check of `_write` taken
out (the conflict); the services' bodies taken out of `settings.CASE_BODIES`.
"""


import pytest
from django.db import IntegrityError, transaction

from rinnalla.cases import closing
from rinnalla.cases.models import Case, TeamMember
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.services import actions as services
from rinnalla.testing import as_actor, hand_over_all

TOLD = {"what": "Seuraa kevääseen.", "contact_person": "Timo Laakso", "contact": "06 218 4410"}


def close(cast, **more):
    return closing.close_case(
        case=cast.case, version=cast.case.version, by=cast.a_katri, solution_kind="employment", solved="Työ löytyi",
        stays_open="Ei mitään", **more,
    )  # fmt: skip


@pytest.mark.row("L-75", "C-13")
def test_a_case_stays_open_while_a_remaining_body_has_neither_handover_nor_refusal(cast):
    with as_actor(cast.a_katri):
        askel, jobs = cast.coaching.organisation, cast.jobs.organisation
        assert {one.organisation for one in closing.remaining(cast.case)} == {askel, jobs}
        with pytest.raises(Refused, match=r"Askel ry.*Koivulan työllisyyspalvelut"):
            close(cast)
        closing.hand_over(case=cast.case, organisation=jobs, agreement="statute", by=cast.a_katri, **TOLD)
        with pytest.raises(Refused, match="Askel ry"):
            close(cast)
        assert Case.objects.get(pk=cast.case.pk).closed_at is None
        refused = closing.hand_over(
            case=cast.case, organisation=askel, agreement="refused", by=cast.a_katri, what="Ei tallennu tähän"
        )
        assert (refused.what, refused.contact) == ("", "")
        close(cast)
        assert Case.objects.get(pk=cast.case.pk).closed_at
        assert not TeamMember.objects.filter(case=cast.case, left_at=None).exists()
        assert Event.objects.filter(case_id=cast.case.pk, verb="cases.closing_handed_over").count() == 2


@pytest.mark.row("L-75", "C-13")
def test_a_body_whose_service_goes_on_is_on_the_check_list_too(cast):
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, cast.a_katri)
        episode = services.plan_service(
            case=cast.case, by=cast.a_katri, own_name="Ryhmä", organiser=cast.intake, planned_on=dates.today()
        )
        assert not closing.lacking(cast.case)
        services.start_service(episode=episode, version=episode.version, by=cast.a_katri, on=dates.today())
        assert closing.lacking(cast.case) == [cast.team.organisation]


@pytest.mark.parametrize("lacks", TOLD)
def test_a_handover_says_what_who_and_how(cast, lacks):
    with as_actor(cast.a_katri), pytest.raises(Refused, match="tavoittaa") as refusal:
        closing.hand_over(
            case=cast.case, organisation=cast.jobs.organisation, agreement="statute", by=cast.a_katri,
            **{**TOLD, lacks: "  "},
        )  # fmt: skip
    assert refusal.value.field == lacks


def test_the_database_holds_the_same(cast):
    with as_actor(cast.a_katri):
        row = closing.hand_over(
            case=cast.case, organisation=cast.jobs.organisation, agreement="statute", by=cast.a_katri, **TOLD
        )
        with pytest.raises(IntegrityError, match="closing_handover_says_all"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(contact="")


def test_no_statute_lets_an_association_be_told(cast):
    with as_actor(cast.a_katri), pytest.raises(Refused, match="Laki ei anna"):
        closing.hand_over(
            case=cast.case, organisation=cast.coaching.organisation, agreement="statute", by=cast.a_katri, **TOLD
        )


def test_two_who_write_the_same_handover_both_see_both_texts(cast):
    same = {"case": cast.case, "organisation": cast.jobs.organisation, "agreement": "statute", "by": cast.a_katri}
    with as_actor(cast.a_katri):
        first = closing.hand_over(**same, **TOLD)
        for older in (None, first.version - 1):
            with pytest.raises(Conflict) as conflict:
                closing.hand_over(**same, **{**TOLD, "what": "Toinen"}, version=older)
            assert conflict.value.current.what == TOLD["what"]
        assert closing.hand_over(**same, **{**TOLD, "what": "Uusi"}, version=first.version).what == "Uusi"


def test_the_pages_lead_from_the_check_list_to_the_closed_case(cast, sign_in):
    browser, base = sign_in(cast.katri), f"/cases/{cast.case.uuid}/closing/"
    ends = {"solution_kind": "employment", "solved": "Työ", "stays_open": "Ei mitään", "version": cast.case.version}
    page = browser.get(base).content.decode()
    assert page.count("Jatko sopimatta") == 2
    answer = browser.post(base, ends)
    assert answer.status_code == 422 and "Askel ry" in answer.content.decode() and "Työ" in answer.content.decode()
    for unit, agreement in ((cast.coaching, "consent"), (cast.jobs, "statute")):
        address = f"{base}{unit.organisation.uuid}/"
        assert browser.post(address, {"agreement": agreement}).status_code == 422
        assert browser.post(address, {"agreement": agreement, **TOLD}).status_code == 302
        lost = browser.post(address, {"agreement": agreement, **TOLD, "what": "Myöhässä", "version": 0})
        assert lost.status_code == 409 and TOLD["what"] in lost.content.decode() and "Myöhässä" in lost.content.decode()
    assert browser.get(f"{base}{cast.intake.organisation.uuid}/").status_code == 404
    assert browser.post(base, ends).status_code == 302
    assert browser.post(base, ends).status_code == 403


def test_only_the_responsible_worker_closes_and_a_double_press_is_one_closing(cast):
    key = "3f1ab0a2-7d9f-4d27-9d35-0f2f8f1f0c11"
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, cast.a_katri)
        with pytest.raises(Refused, match="Vain asiakasvastaava"):
            closing.close_case(
                case=cast.case, version=cast.case.version, by=cast.a_timo, solution_kind="employment", solved="X",
                stays_open="Y",
            )  # fmt: skip
        first = close(cast, key=key)
        assert close(cast, key=key) == first


def test_a_closing_made_from_an_older_page_changes_nothing(cast):
    with as_actor(cast.a_katri):
        hand_over_all(cast.case, cast.a_katri)
        with pytest.raises(Conflict), transaction.atomic():
            closing.close_case(
                case=cast.case, version=cast.case.version - 1, by=cast.a_katri, solution_kind="employment", solved="X",
                stays_open="Y",
            )  # fmt: skip
        assert not hasattr(Case.objects.get(pk=cast.case.pk), "closing")
