"""Consents in depth (L-84, L-85, C-06, I-32): versions, narrowing at once, what law gives is not asked, health kinds.

Against: `_stand_on` leaving the groups as they were (the coach read on after the limit); `_not_by_law` taken out of
`check`; a spoken consent taken into a team by `stands_on`; `opened_on` without the whole kinds (a part opened pages).
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from rinnalla import outbox
from rinnalla.access.models import Consent, Grant
from rinnalla.cases import actions as cases
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.consents import jobs, matrix, papers, rules
from rinnalla.cases.consents.models import ConsentNotice, ConsentPaper
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.sealed import SealBroken
from rinnalla.organisations.models import Organisation
from rinnalla.plans.tests.cases import a_goal, a_plan, an_action
from rinnalla.testing import as_actor
from tests.consents.world import given, in_force, kela_of, words

EVERY_HEALTH_KIND = ["work_ability", "functioning", "considerations", "care", "notes"]


@pytest.fixture
def garden(cast):
    with as_actor(cast.a_katri):
        return Organisation.objects.create(
            region=cast.region, key="puutarha", kind="employer", names={"fi": "Puutarha Oy", "sv": "Puutarha Oy"}
        )


def base(cast) -> str:
    return f"/cases/{cast.case.uuid}/consents/"


# Party by party, kind by kind ---------------------------------------------------------------------------------------


@pytest.mark.row("L-85", "C-06")
def test_plan_but_not_health_to_a_coach_and_the_coach_sees_the_plan_only(cast, sign_in):
    """Through pages: the worker limits the coach's consent to work; health entries never reach the coach."""
    with as_actor(cast.a_katri):
        goal = a_goal(cast, a_plan(cast), "Haluan puutarhalle töihin.", field_group="employment")
        an_action(cast, goal, "Ansioluettelo kuntoon", owner=cast.janne, field_group="employment")
        an_action(cast, goal, "Magneettikuvaus selästä", field_group="health")
        for group, text in (("employment", "Puhuttiin puutarhasta"), ("health", "Selkäkipu on pahentunut")):
            cases.note_contact(
                case=cast.case, by=cast.a_katri, on=dates.today(), channel="phone", subject=text, field_group=group
            )
    katri, janne = sign_in(cast.katri), sign_in(cast.janne)
    sent = {"groups": ["employment"], "mode": "written", "ends_on": ""}
    change = f"{base(cast)}{in_force(cast).uuid}/change/"
    assert katri.post(change, sent).status_code == 302
    plan = words(janne.get(f"/cases/{cast.case.uuid}/plan/"))
    assert "Haluan puutarhalle töihin." in plan and "Ansioluettelo kuntoon" in plan
    assert "Magneettikuvaus" not in plan
    contacts = words(janne.get(f"/cases/{cast.case.uuid}/contacts/"))
    assert "Puhuttiin puutarhasta" in contacts and "Selkäkipu" not in contacts
    row = next(one for one in _matrix(cast) if one.organisation == cast.coaching.organisation)
    states = {cell.group: (cell.state, cell.words) for cell in row.cells}
    assert states["employment"] == ("consent", f"Lupa {dates.d(dates.today())} alkaen, kunnes perutaan")
    assert states["health"] == ("none", "Ei näe")


def _matrix(cast):
    with as_actor(cast.a_katri):
        return matrix.of(cast.case)


@pytest.mark.row("L-85", "C-06")
def test_each_cell_of_the_matrix_tells_its_ground_in_words_to_worker_and_client(cast, sign_in):
    page = words(sign_in(cast.katri).get(base(cast)))
    law = "Laki: Monialaisen tuen tietojen vaihto viranomaisten kesken (381/2023 15 §)"
    assert law in page and "Askel ry Janne Kallio" in page and "Ei näe" in page
    own = words(sign_in(cast.tuula).get("/my/consents/"))
    assert law in own and "Askel ry saa nähdä: perustiedot, työ" in own
    assert f"Lupa {dates.d(dates.today())} alkaen, kunnes perutaan" in own


@pytest.mark.row("L-85", "L-84")
def test_a_change_is_a_new_version_and_both_are_kept_with_who_when_and_how(cast, sign_in):
    before = in_force(cast)
    last = dates.today() + timedelta(days=60)
    browser = sign_in(cast.tuula)
    sent = {"groups": ["employment", "livelihood"], "ends_on": dates.d(last)}
    assert browser.post(f"/my/consents/{before.uuid}/change/", sent).status_code == 302
    now = in_force(cast)
    assert (now.previous_id, now.number, now.mode, now.recorded_by_id) == (before.pk, 2, "online", cast.tuula.pk)
    assert now.form_version == "consent_2026_1" and now.field_groups == ["basics", "employment", "livelihood"]
    with as_actor(cast.a_katri):
        before.refresh_from_db()
        grant = Grant.objects.get(user=cast.janne, ended_at=None)
        # What the client added reaches the one who works on it, until the client's last day and not a second longer.
        assert grant.field_groups == ["basics", "employment", "livelihood"]
        assert grant.ends_at == dates.midnight_after(last)
    assert before.withdrawn_at and before.field_groups == ["basics", "employment"]
    page = words(sign_in(cast.katri).get(f"{base(cast)}{now.uuid}/"))
    assert "Versio 2" in page and "Versio 1" in page and "kirjasi Tuula Rantanen" in page and "Korvattu" in page
    assert browser.get(f"/my/consents/{before.uuid}/change/").status_code == 404
    # A form that was open meanwhile: told, nothing changed.
    late = browser.post(f"/my/consents/{before.uuid}/change/", {"groups": ["health"]})
    assert late.status_code == 422 and "Lupa on muuttunut" in words(late)
    assert in_force(cast).pk == now.pk


def test_a_form_sent_twice_makes_one_version(cast, sign_in):
    browser, key = sign_in(cast.tuula), "0d3a1d1e-3a54-4c9c-8d0e-9f6d0a3f2b11"
    sent = {"groups": ["employment"], "form_key": key}
    for _time in range(2):
        assert browser.post(f"/my/consents/{in_force(cast).uuid}/change/", sent).status_code == 302
    with as_actor(cast.a_katri):
        assert cast.case.consents.count() == 2


def test_widening_adds_only_what_is_named_and_never_past_the_role(cast, sign_in):
    before = in_force(cast)
    with as_actor(cast.a_katri):
        now = consents.change_consent(
            consent=before, groups=["employment", "social"], mode="written", by=cast.a_katri
        )
        assert Grant.objects.get(user=cast.janne, ended_at=None).field_groups == ["basics", "employment", "social"]
        consents.change_consent(
            consent=now, groups=["employment", "health"], health_kinds=EVERY_HEALTH_KIND, mode="written",
            by=cast.a_katri,
        )
        assert Grant.objects.get(user=cast.janne, ended_at=None).field_groups == ["basics", "employment", "health"]
        cases.note_contact(
            case=cast.case, by=cast.a_katri, on=dates.today(), channel="phone", subject="Selkäkipu",
            field_group="health",
        )
    assert "Selkäkipu" not in words(sign_in(cast.janne).get(f"/cases/{cast.case.uuid}/contacts/"))  # a coach's role


# What the law gives is not asked ------------------------------------------------------------------------------------


@pytest.mark.row("I-32")
def test_no_consent_is_recorded_where_a_statute_gives_the_ground_and_the_refusal_names_it(cast, sign_in):
    sent = {
        "organisation": cast.jobs.organisation.pk, "groups": ["employment"], "mode": "written", "language": "fi",
        "given_on": dates.d(dates.today()),
    }  # fmt: skip
    answer = sign_in(cast.katri).post(base(cast) + "new/", sent)
    assert answer.status_code == 422
    assert "Suostumusta ei kysytä: Koivulan työllisyyspalvelut saa nämä tiedot lain nojalla." in words(answer)
    assert "381/2023 15 §" in words(answer) and "Tiedot: työ." in words(answer)
    with as_actor(cast.a_katri):
        assert not Consent.objects.filter(organisation=cast.jobs.organisation).exists()
    # What no statute opens may still be consented to, item by item.
    assert given(cast, cast.jobs.organisation, ["special"], health_kinds=["psychology"]).field_groups
    # The client is not asked either: such bodies are not offered.
    page = sign_in(cast.tuula).get("/my/consents/new/").content.decode()
    assert "Askel ry" in page and "Koivulan työllisyyspalvelut" not in page


# Kinds of health data, employer, spoken -----------------------------------------------------------------------------


@pytest.mark.row("L-84")
def test_health_to_a_body_outside_health_care_is_itemised_and_a_part_opens_no_page(cast):
    askel = cast.coaching.organisation
    with pytest.raises(Refused, match="Nimeä, mitkä tiedot se saa: terveystiedot"):
        given(cast, askel, ["employment", "health"])
    with pytest.raises(Refused, match="Nimeä, mitkä tiedot se saa: erityisesti suojatut"):
        given(cast, askel, ["health", "special"], health_kinds=["care"])
    with pytest.raises(Refused, match="Valitse myös tietoryhmä"):
        given(cast, askel, ["employment"], health_kinds=["care"])
    part = given(cast, askel, ["employment", "health"], health_kinds=["considerations"])
    assert rules.opened(part) == {"basics", "employment"}
    row = next(one for one in _matrix(cast) if one.organisation == askel)
    cell = next(one for one in row.cells if one.group == "health")
    assert (cell.state, cell.words) == ("part", "Lupa osaan: mitä sairaus vaatii huomioimaan. Ei näy sivuilla.")
    whole = given(cast, askel, ["employment", "health"], health_kinds=EVERY_HEALTH_KIND)
    assert "health" in rules.opened(whole)


def test_an_employers_consent_is_its_own_kind_written_and_without_health(cast, garden):
    with pytest.raises(Refused, match="kirjallisena"):
        given(cast, garden, mode="spoken", matter="Soitto")
    with pytest.raises(Refused, match="edes suostumuksella: terveystiedot"):
        given(cast, garden, ["employment", "health"], health_kinds=["work_ability"])
    one = given(cast, garden)
    assert (one.kind, one.form_version, one.mode) == ("employer_consent", "employer_2026_1", "written")


@pytest.mark.row("L-84")
def test_a_spoken_consent_is_for_one_matter_and_opens_nothing_lasting(cast):
    kela = kela_of(cast)
    with pytest.raises(Refused, match="yhtä asiaa"):
        given(cast, kela.organisation, mode="spoken")
    far = dates.today() + timedelta(days=8)
    with pytest.raises(Refused, match="yhden yhteydenoton"):
        given(cast, kela.organisation, mode="spoken", matter="Soitto hakemuksesta", ends_on=far)
    one = given(cast, kela.organisation, mode="spoken", matter="Soitto hakemuksesta")
    assert (one.kind, one.ends_on, one.ends_at) == ("kela_y100", dates.today(), dates.midnight_after(dates.today()))
    with as_actor(cast.a_katri), pytest.raises(Refused, match="Suullinen lupa riittää yhteen"):
        _join(cast, kela)
    with as_actor(cast.a_katri), pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=one.pk).update(ends_on=None)
    # Over a lasting one it is no change; a limit by word of mouth is, and keeps it lasting.
    with pytest.raises(Refused, match="kirjallinen lupa on jo voimassa"):
        given(cast, cast.coaching.organisation, mode="spoken", matter="Soitto")
    lasting = in_force(cast)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="voi vain rajata"):
            consents.change_consent(
                consent=lasting, groups=["employment", "social"], mode="spoken", by=cast.a_katri
            )
        limited = consents.change_consent(consent=lasting, groups=["basics"], mode="spoken", by=cast.a_katri)
    assert (limited.mode, limited.field_groups) == ("written", ["basics"])


def _join(cast, kela, ground="consent"):
    return cases.join_team(
        case=cast.case, user=kela.mari, unit=kela.unit, task="Työkykyneuvoja", by=cast.a_katri, ground=ground,
    )


# The paper ----------------------------------------------------------------------------------------------------------

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30 + b"IEND\xaeB`\x82"


@pytest.mark.row("L-84")
def test_the_signed_paper_is_kept_sealed_and_served_as_a_file_only_to_those_who_may_see(cast, sign_in):
    consent, katri = in_force(cast), sign_in(cast.katri)
    address = f"{base(cast)}{consent.uuid}/papers/new/"
    file = SimpleUploadedFile("lupa.pdf", PDF, content_type="text/html")
    assert katri.post(address, {"file": file}).status_code == 302
    with as_actor(cast.a_katri):
        paper = ConsentPaper.objects.get(consent=consent)
        assert b"%PDF" not in bytes(paper.sealed) and paper.media_type == "application/pdf"
        other = ConsentPaper(uuid=consent.uuid, sealed=paper.sealed)
        with pytest.raises(SealBroken):
            other.content  # noqa: B018
    for browser, of in ((katri, f"{base(cast)}{consent.uuid}"), (sign_in(cast.tuula), f"/my/consents/{consent.uuid}")):
        answer = browser.get(f"{of}/papers/{paper.uuid}/")
        assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment;") and answer["Cache-Control"] == "no-store"
    assert sign_in(cast.petra).get(f"{base(cast)}{consent.uuid}/papers/{paper.uuid}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><script>alert(1)</script>", "ei ole PDF, JPEG eikä PNG"),
        (b"%PDF-1.7\nkesken", "on jäänyt kesken"),
        (b"", "on tyhjä"),
        (PNG[:20], "on jäänyt kesken"),
        (PDF[:-7] + b"x" * papers.MAX_BYTES + b"%%EOF", "liian suuri"),
    ],
)
def test_a_bad_file_gets_a_clear_error_and_nothing_is_kept(cast, sign_in, content, told):
    address = f"{base(cast)}{in_force(cast).uuid}/papers/new/"
    answer = sign_in(cast.katri).post(address, {"file": SimpleUploadedFile("lupa.pdf", content)})
    assert answer.status_code == 422 and told in words(answer)
    with as_actor(cast.a_katri):
        assert not ConsentPaper.objects.exists()


# What will stop, who hears, the reminder ----------------------------------------------------------------------------


@pytest.mark.row("L-84")
def test_services_that_go_on_and_a_question_that_ends_are_told_before(cast, sign_in):
    """Askel's gym is named, its guarded service is not; another body's is not there; a question to its unit ends with
    the leave. Guards against: `services.standing` taken out of the settings."""
    from rinnalla.services.actions import plan_service
    from rinnalla.services.guidance import guide_on
    from rinnalla.services.models import ServiceEpisode

    consent = in_force(cast)
    with as_actor(cast.a_katri):
        for name, unit, group in (
            ("Kuntosali", cast.coaching, "basics"), ("Päihderyhmä", cast.coaching, "special"),
            ("Työpaja", cast.team, "basics"),
        ):
            plan_service(case=cast.case, by=cast.a_katri, own_name=name, organiser=unit, field_group=group)
        guide_on(case=cast.case, by=cast.a_katri, words="Onko tilaa?", unit=cast.coaching)
    for browser, address in (
        (sign_in(cast.katri), f"{base(cast)}{consent.uuid}/withdrawal/"),
        (sign_in(cast.tuula), f"/my/consents/{consent.uuid}/withdrawal/"),
    ):
        page = words(browser.get(address))
        assert "Kuntosali ei pääty, mutta Työhönvalmennus ei enää näe asian tietoja." in page
        assert "Palvelu ei pääty, mutta Työhönvalmennus" in page and "Päihderyhmä" not in page
        assert "Työpaja" not in page and "Sille esitetty kysymys päättyy." in page
    assert sign_in(cast.tuula).post(f"/my/consents/{consent.uuid}/withdrawal/").status_code == 302
    with as_actor(cast.a_katri):
        assert ServiceEpisode.objects.filter(case=cast.case).not_ended().count() == 3  # no service ends by itself


@pytest.mark.row("L-84")
def test_what_will_stop_is_told_before_and_is_what_stops(cast, sign_in):
    """Against: `withdraw_consent` ending the grants alone (the page promised a place in the meeting would end)."""
    from rinnalla.meetings import actions as meetings
    from rinnalla.meetings.models import Participant

    with as_actor(cast.a_katri):
        meeting = meetings.convene(
            case=cast.case, by=cast.a_katri, kind="work_meeting", purpose="Jatko", tried_solutions="Puhelin",
            starts_at=dates.now() + timedelta(days=3), invited=[cast.janne],
        )
    consent = in_force(cast)
    told = "Janne Kallio lähtee tiimistä eikä näe enää tietoja."
    for browser, address in (
        (sign_in(cast.katri), f"{base(cast)}{consent.uuid}/withdrawal/"),
        (sign_in(cast.tuula), f"/my/consents/{consent.uuid}/withdrawal/"),
    ):
        page = words(browser.get(address))
        assert told in page and "Janne Kallio ei tule tapaamiseen" in page
        assert "Janne Kallio ei saa kutsua, joka on lähdössä." in page
    assert sign_in(cast.tuula).post(f"/my/consents/{consent.uuid}/withdrawal/").status_code == 302
    assert sign_in(cast.janne).get(f"/cases/{cast.case.uuid}/").status_code == 404
    with as_actor(cast.a_katri):
        assert not cast.case.team.filter(user=cast.janne, left_at=None).exists()
        assert Participant.objects.get(meeting=meeting, user=cast.janne).removed_at
    from django.core import mail

    mail.outbox = []
    outbox.run_pending(strict=True)
    sent = [one for one in mail.outbox if one.to == ["janne@example.org"]]
    assert len(sent) == 1 and not sent[0].attachments  # no invitation, only "there is something to see"
    assert "Tuula" not in sent[0].body and "Askel" not in sent[0].body
    day = words(sign_in(cast.janne).get("/day/"))
    assert f"Asiakas perui luvan: Askel ry Asia {cast.case.number}" in day and "Tuula" not in day
    with as_actor(cast.a_janne):
        notice = ConsentNotice.objects.get()
    assert sign_in(cast.petra).post(f"/consent-notices/{notice.uuid}/seen/").status_code == 404
    assert sign_in(cast.janne).post(f"/consent-notices/{notice.uuid}/seen/").status_code == 302
    assert "Asiakas perui luvan" not in words(sign_in(cast.janne).get("/day/"))


def test_before_the_end_the_responsible_worker_is_reminded_once_and_the_client_sees_a_calm_card(cast, sign_in):
    last = dates.today() + timedelta(days=10)
    given(cast, cast.coaching.organisation, ends_on=last)
    for _time in range(2):
        jobs.consents_ending()
        outbox.run_pending(strict=True)
    with as_actor(cast.a_katri):
        assert ConsentNotice.objects.filter(user=cast.katri).count() == 1
    assert f"Lupa päättyy {dates.d(last)}." in words(sign_in(cast.katri).get("/day/"))
    own = words(sign_in(cast.tuula).get("/my/consents/"))
    assert "Askel ry: lupasi päättyy" in own and "Muuten sinun ei tarvitse tehdä mitään." in own


def test_one_that_ends_later_is_not_reminded_of(cast):
    given(cast, cast.coaching.organisation, ends_on=dates.today() + timedelta(days=15))
    jobs.consents_ending()
    outbox.run_pending(strict=True)
    with as_actor(cast.a_katri):
        assert not ConsentNotice.objects.exists()
