"""Somebody acts for a client: only in the parts, only from the first moment to the last, and the client sees it all.

Guards against: a mandate that outlives its end in an open page, a helper who reads more than was given, an act of a
helper that looks like the client's own.
"""

import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from rinnalla.access.actor import REPRESENTATIVE, Actor
from rinnalla.access.models import Consent, User
from rinnalla.access.walls import actor_settings
from rinnalla.cases import actions as cases
from rinnalla.cases.consents import standing
from rinnalla.cases.consents.models import ConsentPaper
from rinnalla.cases.mandates import actions
from rinnalla.cases.mandates.models import Mandate
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import Case
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.people.models_representatives import RepresentativeAccount
from rinnalla.plans.models import Plan
from rinnalla.portal import own
from rinnalla.portal.keeping.actions import share, write_note
from rinnalla.portal.models import OwnNote
from rinnalla.testing import as_actor

CODE = "131052-900W"
EVERY = ["path", "actions", "meetings", "messages", "consents"]
pytestmark = [pytest.mark.django_db]


def named(cast, parts=("messages",), **more):
    """Tuula names her brother."""
    about = {"name": "Seppo Veli", "hetu": hetu.parse(CODE), "parts": parts, **more}
    with as_actor(cast.a_tuula):
        return actions.give_mandate(case=cast.case, by=cast.a_tuula, **about)


def guardian(cast, parts=("path",), **more):
    decided = {"authority": "dvv", "reference": "DVV/1234/2026", "decided_on": dates.today()}
    about = {"name": "Maija Valvoja", "hetu": hetu.parse(CODE), "parts": parts, **decided, **more}
    with as_actor(cast.a_katri):
        return actions.record_guardian(case=cast.case, by=cast.a_katri, **about)


def acting_as(mandate):
    """The actor of whoever acts by a mandate."""
    return Actor(
        kind=REPRESENTATIVE, user_id=mandate.user_id, mandate_id=mandate.pk, case_ids=(mandate.case_id,),
        person_id=mandate.case.person_id, parts=tuple(mandate.parts), ground=mandate.ground,
    )


def page(browser, address, status=200):
    response = browser.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def test_a_client_names_a_helper_who_sees_the_clients_pages_marked_and_only_in_the_parts(cast, sign_in):
    """Guards against: a helper without the part `messages` who opened the thread (its permission given to all)."""
    client = sign_in(cast.tuula)
    form = {"name": "Seppo Veli", "hetu": CODE, "parts": ["path"], "ends_on": "", "form_key": str(uuid4())}
    assert client.post("/my/mandates/new/", form).status_code == 302
    assert "Seppo Veli" in page(client, "/my/mandates/")

    helper = sign_in(User.objects.get(name="Seppo Veli"))
    home = page(helper, "/my/")
    assert "on valtuuttanut sinut" in home and cast.case.person.name in home
    assert f"Toimit henkilön {cast.case.person.name} puolesta." in page(helper, "/my/plan/")
    for closed in ("/my/messages/", "/my/meetings/", "/my/consents/", "/my/log/", "/my/notebook/", "/my/assessments/",
                   "/my/feedback/", "/my/data/", "/my/data/copy/", "/my/mandates/", "/my/change/"):
        page(helper, closed, 403)
    page(helper, f"/cases/{cast.case.uuid}/", 404)


def test_nothing_opens_from_the_second_a_mandate_ends(cast, sign_in):
    """In an open session, by the day's end and by the client's word. Guards against: the first wall without the
    moment of the end, the second wall without it."""
    mandate = named(cast, ends_on=dates.today())
    helper = sign_in(mandate.user)
    page(helper, "/my/messages/")
    midnight = dates.midnight_after(dates.today())
    dates.set_clock(midnight - timedelta(seconds=1))
    page(sign_in(mandate.user), "/my/messages/")
    dates.set_clock(midnight)
    page(sign_in(mandate.user), "/my/messages/", 403)
    assert "Sinulla ei ole nyt tehtävää" in page(sign_in(mandate.user), "/my/")
    dates.set_clock(None)
    client = sign_in(cast.tuula)
    assert client.post(f"/my/mandates/{mandate.uuid}/ending/").status_code == 302
    page(helper, "/my/messages/", 403)
    assert helper.post("/my/messages/new/", {"text": "vielä", "form_key": str(uuid4())}).status_code == 403
    with as_actor(cast.a_katri):
        assert not Message.objects.filter(text="vielä").exists()


def test_a_mandate_that_ends_while_the_page_is_made_shows_nobody(cast, sign_in, monkeypatch):
    """By the open world's long run: the page of rights asked for the client past the wall, and broke (500)."""
    mandate = named(cast, EVERY)
    helper = sign_in(mandate.user)

    def ended_meanwhile(request):
        actor_settings(Actor(kind=REPRESENTATIVE, user_id=mandate.user_id))
        return None

    monkeypatch.setattr(own, "own_case", ended_meanwhile)
    assert helper.get("/my/consents/").status_code < 500 and helper.get("/my/log/").status_code in (403, 404)
    with as_actor(cast.a_tuula):
        request = SimpleNamespace(case=None, actor=acting_as(mandate))
        actor_settings(Actor(kind=REPRESENTATIVE, user_id=mandate.user_id))
        with pytest.raises(Http404):
            own.own_person(request)


@pytest.mark.wall
@pytest.mark.parametrize("change", [
    {"ended_at": "now"}, {"starts_at": "ahead"}, {"ends_at": "past"}, {"user": "other"}, {"parts": ["path"]},
])  # fmt: skip
def test_the_database_itself_shuts_a_mandate_that_does_not_hold(cast, change):
    """The second wall alone: an actor as the program would make it of a mandate that has changed meanwhile. Guards
    against: each condition taken out of `access_my_cases` or `access_mandate_covers` in turn."""
    with as_actor(cast.a_tuula):
        Message.objects.create(case=cast.case, text="Hei", made_by=cast.tuula, answer_by=dates.today())
    mandate = named(cast)
    actor = acting_as(mandate)
    with as_actor(actor):
        assert Message.objects.filter(case=cast.case).exists()
    now = dates.now()
    values = {
        "now": {"ended_at": now, "ended_by": cast.tuula, "ended_why": "client"},
        "ahead": {"starts_at": now + timedelta(hours=1)},
        "past": {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(seconds=1)},
        "other": {"user": cast.petra}, "path": {"parts": ["path"]},
    }  # fmt: skip
    (what,) = change.values()
    with as_actor(cast.a_tuula):
        Mandate.objects.filter(pk=mandate.pk).update(**values[what[0] if isinstance(what, list) else what])
    with as_actor(actor):
        assert not Message.objects.filter(case=cast.case).exists()


@pytest.mark.wall
def test_what_is_the_clients_alone_is_shut_by_the_database_whatever_the_mandate_covers(cast):
    """Guards against: the restrictive policies left out of the migration."""
    with as_actor(cast.a_tuula):
        note = write_note(case=cast.case, by=cast.a_tuula, about=OwnNote.About.PLAN, text="Vain minulle")
        shared = write_note(case=cast.case, by=cast.a_tuula, about=OwnNote.About.PLAN, text="Tiimille")
        share(row=shared, by=cast.a_tuula)
        Message.objects.create(
            case=cast.case, text="Vain Katrille", to_responsible=True, made_by=cast.tuula, answer_by=dates.today()
        )
    with as_actor(acting_as(named(cast, EVERY))):
        assert Case.objects.filter(pk=cast.case.pk).exists() and Plan.objects.all().count() >= 0
        assert not OwnNote.objects.filter(pk__in=[note.pk, shared.pk]).exists()
        assert not Message.objects.filter(text="Vain Katrille").exists()


@pytest.mark.wall
def test_who_acts_by_a_mandate_gives_none_and_widens_none(cast):
    mandate = named(cast)
    actor = acting_as(mandate)
    with pytest.raises(DatabaseError), as_actor(actor), transaction.atomic():
        Mandate.objects.create(case=cast.case, user=mandate.user, kind="helper", name="Toinen", parts=EVERY)
    with pytest.raises(DatabaseError), as_actor(actor), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(parts=EVERY)
    other = {"name": "X", "hetu": hetu.invent(dates.parse_date("1.1.1990"), 915), "parts": ["path"]}
    with pytest.raises(Refused, match="vain asiakas itse"), as_actor(actor):
        actions.give_mandate(case=cast.case, by=actor, **other)


def test_an_act_of_the_helper_stands_as_the_helpers_for_the_client_with_its_ground(cast, sign_in):
    """Guards against: the line without its purpose, the thread that said "Sinä" of the helper's message."""
    mandate = named(cast)
    helper, client = sign_in(mandate.user), sign_in(cast.tuula)
    page(helper, "/my/messages/")
    sent = {"text": "Siskoni ei pääse huomenna.", "whom": "team", "form_key": str(uuid4())}
    assert helper.post("/my/messages/new/", sent).status_code == 302
    assert helper.post("/my/messages/new/", sent).status_code == 302  # twice sent is once done
    with as_actor(cast.a_katri):
        (message,) = Message.objects.filter(made_by=mandate.user)
        event = Event.objects.filter(verb="cases.message_written").order_by("-pk").first()
    assert (event.actor_kind, event.details["mandate"], event.details["mandate_ground"]) == (
        "representative", mandate.pk, "helper_mandate",
    )  # fmt: skip
    lines = AccessLine.objects.filter(user_id=mandate.user_id).order_by("pk")
    with as_actor(cast.a_tuula):
        told = {(one.purpose, one.role, tuple(one.grounds)) for one in lines}
    assert {("mandate", "client_representative", ("helper_mandate",)),
            ("mandate.act", "client_representative", ("helper_mandate",))} <= told  # fmt: skip
    mine = page(client, "/my/messages/")
    assert message.text in mine and "Seppo Veli puolestasi" in mine
    log = page(client, "/my/log/")
    assert "Seppo Veli, valtuuttamasi auttaja" in log and "Kirjoitti viestin puolestasi." in log
    assert "Luki tietojasi puolestasi." in log and "Sinä valtuutit hänet." in log
    assert "Seppo Veli" in page(sign_in(cast.katri), f"/cases/{cast.case.uuid}/messages/")


def test_a_helper_gives_and_withdraws_a_leave_only_when_the_scope_says_so(cast, sign_in):
    """Guards against: the form that offered leaves among the other parts, checked for everybody."""
    organisation = cast.janne.memberships.get().unit.organisation
    with as_actor(cast.a_tuula):
        leave = Consent.objects.in_force().filter(case=cast.case, organisation=organisation).first()
    assert leave is not None
    mandate = named(cast, ["path", "actions", "meetings", "messages"])
    helper = sign_in(mandate.user)
    assert helper.post(f"/my/consents/{leave.uuid}/withdrawal/").status_code == 403
    with as_actor(cast.a_tuula):
        assert Consent.objects.get(pk=leave.pk).withdrawn_at is None
        actions.end_mandate(mandate=mandate, by=cast.a_tuula)
    again = named(cast, ["consents"])
    with as_actor(cast.a_tuula):
        would_end = len(standing.on(leave))
    with as_actor(acting_as(again)):
        assert len(standing.on(Consent.objects.get(pk=leave.pk))) == would_end
    helper = sign_in(again.user)
    helper.post("/my/acting/", {"mandate": str(again.uuid)})
    assert helper.post(f"/my/consents/{leave.uuid}/withdrawal/").status_code == 302
    with as_actor(cast.a_tuula):
        assert Consent.objects.get(pk=leave.pk).withdrawn_by_id == again.user_id
        assert not ConsentPaper.objects.filter(consent=leave).exists()
    page(sign_in(cast.janne), f"/cases/{cast.case.uuid}/", 404)


def test_a_guardian_is_recorded_by_whoever_answers_and_the_client_sees_whom_to_ask(cast, sign_in):
    address = f"/cases/{cast.case.uuid}/mandates/"
    form = {"name": "Maija Valvoja", "hetu": CODE, "authority": "dvv", "reference": "DVV/1234/2026",
            "decided_on": "1.11.2026", "starts_on": dates.d(dates.today()), "ends_on": "",
            "parts": ["path", "meetings"], "form_key": str(uuid4())}  # fmt: skip
    refused = sign_in(cast.katri).post(address + "guardian/new/", {**form, "reference": " ", "form_key": str(uuid4())})
    assert refused.status_code == 422 and "Maija Valvoja" in refused.content.decode()
    assert sign_in(cast.timo).post(address + "guardian/new/", form).status_code == 403
    with pytest.raises(Refused, match="asiakasvastaava"), as_actor(cast.a_timo):
        about = {"name": "X", "hetu": hetu.parse(CODE), "parts": ["path"], "authority": "dvv", "reference": "1"}
        actions.record_guardian(case=cast.case, by=cast.a_timo, decided_on=dates.today(), **about)
    assert sign_in(cast.janne).post(address + "guardian/new/", form).status_code == 403
    assert sign_in(cast.petra).post(address + "guardian/new/", form).status_code == 404
    katri = sign_in(cast.katri)
    assert katri.post(address + "guardian/new/", form).status_code == 302
    assert katri.post(address + "guardian/new/", form).status_code == 302
    with as_actor(cast.a_katri):
        mandate = Mandate.objects.get()
    assert "DVV/1234/2026" in page(katri, address)
    own = page(sign_in(cast.tuula), "/my/mandates/")
    assert "Hän on edunvalvojasi" in own and "Kysy siitä asiakasvastaavaltasi" in own
    sign_in(cast.tuula).post(f"/my/mandates/{mandate.uuid}/ending/")
    with as_actor(cast.a_katri):
        assert Mandate.objects.get().ended_at is None
    with pytest.raises(Refused, match="määrännyt viranomainen"), as_actor(cast.a_tuula):
        actions.end_mandate(mandate=mandate, by=cast.a_tuula)
    guard = sign_in(mandate.user)
    page(guard, "/my/plan/")
    page(guard, "/my/messages/", 403)
    assert sign_in(cast.timo).post(f"{address}{mandate.uuid}/ending/", {"why": "mistake"}).status_code == 403
    assert katri.post(f"{address}{mandate.uuid}/ending/", {"why": "decision_over"}).status_code == 302
    page(guard, "/my/plan/", 403)


def test_a_helper_of_two_clients_acts_for_one_at_a_time_and_no_text_crosses(cast, sign_in):
    """A form drawn for one client is not taken for the other. Guards against: choosing without a new token of the
    forms, a draft kept by its address alone."""
    mine = named(cast, ["messages"])
    other = _second_client(cast, mine.user)
    helper = sign_in(mine.user)
    home = page(helper, "/my/")
    assert "Valitse, kenen asioita hoidat nyt." in home and "Vieno Toinen" in home
    page(helper, "/my/messages/", 403)
    helper.post("/my/acting/", {"mandate": str(mine.uuid)})
    assert helper.post("/my/messages/new/", {"text": "", "whom": "team"}).status_code == 422
    kept = helper.post("/my/messages/new/", {"text": "x" * 5000, "whom": "team"})
    assert kept.status_code == 422
    helper.post("/my/acting/", {"mandate": str(other.uuid)})
    assert "Vieno Toinen" in page(helper, "/my/messages/") and "x" * 4000 not in page(helper, "/my/messages/new/")
    strict = type(helper)(enforce_csrf_checks=True)
    strict.cookies = helper.cookies
    drawn = page(strict, "/my/messages/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', drawn)[1]
    back = {"mandate": str(mine.uuid), "csrfmiddlewaretoken": token}
    assert strict.post("/my/acting/", back).status_code == 302
    sent = {"text": "Vienolle", "whom": "team", "form_key": str(uuid4()), "csrfmiddlewaretoken": token}
    assert strict.post("/my/messages/new/", sent).status_code == 403
    with as_actor(cast.a_katri):
        assert not Message.objects.filter(text="Vienolle").exists()


def _second_client(cast, user):
    with as_actor(cast.a_katri):
        case = cases.open_case(
            by=cast.a_katri, region=cast.region, holder_unit=cast.team, arranger=cast.katri, ground="l381_15",
            naming_due_on=dates.add_weeks(dates.today(), 2), wish="Töihin.",
            new_person={"given_names": "Vieno", "family_name": "Toinen"},
        )
        return Mandate.objects.create(case=case, user=user, kind="helper", name="Seppo Veli", parts=["messages"])


def test_the_code_of_a_helper_opens_one_account_and_is_kept_nowhere(cast):
    first = named(cast)
    with as_actor(cast.a_tuula):
        actions.end_mandate(mandate=first, by=cast.a_tuula)
    assert named(cast).user_id == first.user_id
    row = RepresentativeAccount.objects.get()
    assert CODE.encode() not in bytes(row.hetu_index) and len(bytes(row.hetu_index)) == 32
    assert not row.user.has_usable_password()


def test_one_mandate_at_a_time_and_never_the_client(cast):
    named(cast)
    with pytest.raises(Refused, match="jo tehtävä"):
        named(cast, ["path"])
    with pytest.raises(Refused, match="Valitse ainakin yksi"):
        named(cast, [])
    with pytest.raises(Refused, match="jo mennyt"):
        named(cast, hetu=hetu.invent(dates.parse_date("1.1.1990"), 915), ends_on=dates.today() - timedelta(days=1))


@pytest.mark.parametrize("wrong", [
    {"parts": []}, {"kind": "guardian"}, {"reference": "X"}, {"ends_at": dates.now() - timedelta(days=9)},
    {"ended_at": dates.now()},
])  # fmt: skip
def test_the_table_refuses_nonsense(cast, wrong):
    mandate = named(cast)
    with pytest.raises(IntegrityError), as_actor(cast.a_tuula), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(**wrong)
