"""Layers of support: every move kept, a question with just its packet, the answer back; the network's invited only.

Seen red: `settle` that left the grant; the network's grant given to the unit in the place of the person; `from_level`
not compared under the lock.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.models import Depth, Grant, Membership
from rinnalla.cases import actions as cases
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.layers import actions
from rinnalla.cases.layers.models import Escalation, NetworkInvitation, NetworkMatter
from rinnalla.cases.layers.tests.near import NETWORK, colleague, layered
from rinnalla.cases.models import Case
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.outbox.models import Promise
from rinnalla.plans.paths.models import PathStep, StepProposal
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


def words(response) -> str:
    text = re.sub(r"<(script|style|svg)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def up(cast, from_level, to_level, **more):
    given = {
        "reason": "Oma osaaminen ei riitä.",
        "question": "Mitä vielä voi kokeilla?",
        "answer_due_on": dates.today() + timedelta(days=7),
        **more,
    }
    return actions.move_layer(case=cast.case, by=cast.a_katri, from_level=from_level, to_level=to_level, **given)


@pytest.fixture
def base(cast):
    return f"/cases/{cast.case.uuid}/layers/"


@pytest.mark.row("L-08")
def test_each_step_from_layer_one_to_four_is_kept_and_the_case_shows_its_layer(cast, sign_in, base):
    layered(cast)
    page = f"/cases/{cast.case.uuid}/"
    katri = sign_in(cast.katri)
    assert "Tuen kerros 1: Oma asiantuntija" in words(katri.get(page))
    with as_actor(cast.a_katri):
        for level in (1, 2, 3):
            up(cast, level, level + 1, reason=f"Syy {level}")
        kept = list(Escalation.objects.order_by("pk").values_list("from_level", "to_level", "reason"))
        assert kept == [(1, 2, "Syy 1"), (2, 3, "Syy 2"), (3, 4, "Syy 3")]
        assert Event.objects.filter(verb="cases.escalated").count() == 3
    assert "Tuen kerros 4: Erityisosaamistiimi" in words(katri.get(page))
    shown = words(katri.get(base))
    assert all(f"Syy {level}" in shown for level in (1, 2, 3))
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="miksi tuen kerros"):
            actions.move_layer(case=cast.case, by=cast.a_katri, from_level=4, to_level=1, reason=" ")
        actions.move_layer(case=cast.case, by=cast.a_katri, from_level=4, to_level=1, reason="Vastaus auttoi.")
        assert Case.objects.get(pk=cast.case.pk).support_level == 1
        assert Escalation.objects.count() == 4 and Event.objects.filter(verb="cases.layer_lowered").count() == 1


@pytest.mark.row("L-08")
def test_the_layers_are_the_regions_own(cast):
    layered(cast, levels=3)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="ei ole alueen palvelumallissa"):
            up(cast, 1, 4)
        up(cast, 1, 3)
        assert cast.case.support_level == 3


def test_two_at_once_move_the_case_once_and_twice_sent_is_one(cast):
    layered(cast)
    key = uuid4()
    with as_actor(cast.a_katri):
        first = up(cast, 1, 3, key=key)
        assert up(cast, 1, 3, key=key) == first
        with pytest.raises(Refused, match="ehti vaihtua"):
            up(cast, 1, 4, key=uuid4())
        assert Case.objects.get(pk=cast.case.pk).support_level == 3


@pytest.mark.row("L-86", "C-27")
def test_the_special_team_sees_just_the_packet_and_its_answer_comes_back(cast, sign_in, base):
    layered(cast)
    before = cast.case.holder_unit_id, cast.case.responsible_worker_id
    outi, katri, page = sign_in(cast.outi), sign_in(cast.katri), f"/cases/{cast.case.uuid}/"
    with as_actor(cast.a_katri):
        for group, subject in (("health", "Lääkärin lausunto"), ("employment", "Soitto työpaikalle")):
            cases.note_contact(
                case=cast.case, by=cast.a_katri, on=dates.today(), channel="phone", subject=subject, field_group=group
            )
    assert outi.get(page).status_code == outi.get(base).status_code == 404
    form = {
        "to_level": "4",
        "from_level": "1",
        "reason": "Paikallinen osaaminen ei riitä",
        "field_group": "employment",
        "question": "Mikä kuntoutus sopisi?",
        "groups": ["employment"],
        "answer_due_on": "5.12.2027",
        "form_key": uuid4(),
    }
    for _ in range(2):
        assert katri.post(f"{base}move/", form).status_code == 302
    with as_actor(cast.a_katri):
        one = Escalation.objects.get()
        grant = Grant.objects.live().get(case=cast.case, unit=cast.jobs)
        assert grant.field_groups == ["basics", "employment"] and grant.depth == Depth.BASICS
        assert Promise.objects.filter(name="cases.tell_unit", args=[cast.jobs.pk]).count() == 1
    assert "Mikä kuntoutus sopisi?" in words(outi.get("/asked/"))
    assert "Mikä kuntoutus sopisi?" in words(outi.get(base))
    contacts = words(outi.get(f"{page}contacts/"))
    assert "Soitto työpaikalle" in contacts and "Lääkärin lausunto" not in contacts
    assert outi.get(f"{base}move/").status_code == 403
    with as_actor(cast.a_katri), pytest.raises(Refused, match="se yksikkö, jolta kysyttiin"):
        actions.answer(escalation=one, by=cast.a_katri, text="Vastaan itse", group="basics")
    reply = {"text": "Kokeilkaa lyhyttä kuntoutusjaksoa.", "group": "employment"}
    for _ in range(2):
        assert outi.post(f"{base}{one.uuid}/answer/", reply).status_code == 302
    assert katri.get(f"{base}{one.uuid}/answer/").status_code == 404  # another unit's
    assert "Kokeilkaa lyhyttä kuntoutusjaksoa." in words(katri.get(base))
    with as_actor(cast.a_katri):
        case = Case.objects.get(pk=cast.case.pk)
        assert (case.holder_unit_id, case.responsible_worker_id) == before
        assert Event.objects.filter(verb="cases.layer_answered").count() == 1
    assert katri.post(f"{base}{one.uuid}/settlement/").status_code == 302
    assert outi.get(page).status_code == 404
    assert "Kokeilkaa lyhyttä kuntoutusjaksoa." in words(katri.get(base))
    assert "Mikä kuntoutus sopisi?" not in words(outi.get("/asked/"))


@pytest.mark.row("L-87")
def test_the_special_team_proposes_a_step_that_is_one_only_when_accepted_locally(cast, sign_in, base):
    layered(cast)
    path = f"/cases/{cast.case.uuid}/path/"
    outi, katri = sign_in(cast.outi), sign_in(cast.katri)
    with as_actor(cast.a_katri):
        up(cast, 1, 4)
    assert "Ehdota askelta polulle" in words(outi.get(base))
    sent = {
        "what": "Kuntoutustarpeen arvio",
        "why": "Muut keinot on käytetty.",
        "field_group": "basics",
        "form_key": uuid4(),
    }
    assert outi.post(f"{path}proposals/new/", sent).status_code == 302
    with as_actor(cast.a_katri):
        one = StepProposal.objects.get()
        assert one.unit_id == cast.jobs.pk and not PathStep.objects.exists()
    assert outi.post(f"{path}proposals/{one.uuid}/", {"party": ""}).status_code == 403
    assert outi.post(f"{path}steps/new/", {"what": "x"}).status_code == 403
    assert katri.post(f"{path}proposals/{one.uuid}/", {"party": str(cast.katri.pk)}).status_code == 302
    with as_actor(cast.a_katri):
        assert PathStep.objects.get().what == "Kuntoutustarpeen arvio"


def test_a_question_is_whole_and_gives_only_what_one_may_see(cast):
    layered(cast)
    a_timo = cast.a_timo
    with as_actor(cast.a_katri):
        for more, told in (
            ({"question": " "}, "mitä kysyt"),
            ({"field_group": "health"}, "et ole antamassa"),
            ({"answer_due_on": None}, "johon mennessä"),
        ):
            with pytest.raises(Refused, match=told):
                up(cast, 1, 4, **more)
        with pytest.raises(Refused, match="saat itse nähdä"):
            actions.move_layer(
                case=cast.case,
                by=a_timo,
                from_level=1,
                to_level=4,
                reason="x",
                question="y",
                groups=["health"],
                answer_due_on=dates.today(),
            )
        assert not Escalation.objects.exists() and Case.objects.get(pk=cast.case.pk).support_level == 1
        assert not Grant.objects.filter(unit__isnull=False).exists()


def test_a_body_without_a_statute_needs_consent_and_loses_sight_when_it_is_withdrawn(cast):
    layered(cast, special=cast.coaching)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="tarvitsee asiakkaan suostumuksen"):
            up(cast, 1, 4, groups=["health"])  # the consent names basics and employment
        one = up(cast, 1, 4, groups=["employment"])
        grant = Grant.objects.get(pk=one.grant_id)
        assert grant.ground == "consent" and grant.consent.organisation_id == cast.coaching.organisation_id
        consents.withdraw_consent(consent=grant.consent, by=cast.a_katri)
        assert not Grant.objects.live().filter(pk=grant.pk).exists()


@pytest.mark.row("I-22")
def test_only_the_invited_members_of_the_network_see_the_case(cast, sign_in, base):
    layered(cast, special=cast.coaching)  # the network's body is the association: no statute, a consent
    aino, other = colleague(cast.coaching), colleague(cast.coaching, "veera")
    page = f"/cases/{cast.case.uuid}/"
    katri = sign_in(cast.katri)
    with as_actor(cast.a_katri):
        uuids = {name: str(Membership.objects.get(user=user).uuid) for name, user in (("a", aino), ("v", other))}
    drawn = katri.get(f"{base}network/{NETWORK}/").content.decode()
    assert uuids["a"] in drawn and "Janne Kallio" not in drawn  # Janne is in the team already
    form = {
        "question": "Kuka voisi auttaa arjessa?",
        "invited": [uuids["a"]],
        "groups": ["health"],
        "form_key": uuid4(),
    }
    refused = katri.post(f"{base}network/{NETWORK}/", form)
    assert refused.status_code == 422 and "suostumuksen" in refused.content.decode()
    form["groups"] = ["employment"]
    for _ in range(2):
        assert katri.post(f"{base}network/{NETWORK}/", form).status_code == 302
    with as_actor(cast.a_katri):
        matter = NetworkMatter.objects.get()
        grant = NetworkInvitation.objects.get().grant
        assert (grant.user, grant.unit, grant.ground) == (aino, None, "consent")
    assert sign_in(aino).get(page).status_code == 200
    for outsider in (other, cast.outi, cast.petra):
        assert sign_in(outsider).get(page).status_code == 404
    address = f"{base}network/matters/{matter.uuid}/advice/"
    assert sign_in(aino).post(address, {"text": "Meillä on vertaisryhmä."}).status_code == 302
    assert katri.get(address).status_code == 404  # not invited
    assert "Meillä on vertaisryhmä." in words(katri.get(base))
    assert katri.post(f"{base}network/matters/{matter.uuid}/ending/").status_code == 302
    assert sign_in(aino).get(page).status_code == 404
    assert "Meillä on vertaisryhmä." in words(katri.get(base))


def test_nobody_outside_the_network_is_invited_and_a_closed_case_takes_nothing(cast):
    layered(cast)
    with as_actor(cast.a_katri):
        petra = Membership.objects.get(user=cast.petra)
        for invited in ([], [petra]):
            with pytest.raises(Refused, match="vähintään yksi"):
                actions.bring_to_network(
                    case=cast.case, by=cast.a_katri, network=NETWORK, question="x", groups=[], invited=invited
                )
        one = up(cast, 1, 4)
        Case.objects.filter(pk=cast.case.pk).update(closed_at=dates.now(), closed_by=cast.katri)
        cast.case.refresh_from_db()
        one.case = cast.case
        for act in (
            lambda: up(cast, 4, 1),
            lambda: actions.answer(escalation=one, by=cast.a_outi, text="x", group="basics"),
        ):
            with pytest.raises(Refused, match="asian nykyisessä tilassa"):
                act()


def test_a_job_tells_the_unit_and_names_nobody(cast, mailoutbox):
    from rinnalla.cases.jobs import tell_unit

    tell_unit(None, cast.jobs.pk)
    assert {mail.to[0] for mail in mailoutbox} == {"timo@example.org", "outi@example.org"}
    assert not any("Tuula" in mail.body + mail.subject for mail in mailoutbox)


def test_who_may_not_know_gets_404(cast, sign_in, base):
    layered(cast)
    for stranger in (cast.petra, cast.ritva, cast.tuula):
        assert sign_in(stranger).get(base).status_code == 404
        assert sign_in(stranger).get(f"{base}move/").status_code == 404
    assert sign_in(cast.timo).get(f"{base}network/{NETWORK}/").status_code == 403
    assert sign_in(cast.katri).get(f"{base}network/olematon/").status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"from_level": 1, "to_level": 1, "reason": "x"},
        {"from_level": 1, "to_level": 2, "reason": " "},
        {"from_level": 1, "to_level": 2, "reason": "x", "unit": True},
        {"from_level": 1, "to_level": 2, "reason": "x", "answer": "y"},
    ],
)
def test_the_database_refuses_nonsense(cast, values):
    with as_actor(cast.a_katri):
        given = {**values, **({"unit": cast.jobs} if "unit" in values else {})}
        with pytest.raises(IntegrityError), transaction.atomic():
            Escalation.objects.create(case=cast.case, **given)
