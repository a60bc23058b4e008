"""What the receiving unit does: nobody is lost, nobody is bounced unseen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.models import Grant
from rinnalla.cases.models import Case
from rinnalla.eventlog.models import Event
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.lib.sealed import SealBroken
from rinnalla.outbox.models import Promise
from rinnalla.referrals import actions, queries, triage
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Referral
from rinnalla.referrals.tests.world import OSKARI, send
from rinnalla.testing import as_actor

NEXT = {"next_service": "Velkaneuvonta", "next_phone": "06 218 4499"}


def _decline(cast, row, by=None, **more):
    triage.decline(**{
        "referral": row, "version": row.version, "by": by or cast.a_katri, "reason": "wrong_service",
        "words": "Velkaneuvonta auttaa ensin.", **NEXT, **more,
    })


@pytest.mark.row("V-06", "C-01")
def test_a_referral_is_not_declined_without_a_reason_and_a_named_next_owner(cast):
    with as_actor(cast.a_timo):
        row = send(cast)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="kuka auttaa asiakasta seuraavaksi") as refused:
            _decline(cast, row, next_service="", next_phone="")
        assert refused.value.field == "next_unit"
        with pytest.raises(Refused, match="syy"):
            _decline(cast, row, reason="")
        with pytest.raises(Refused, match="puhelinnumero"):
            _decline(cast, row, next_phone="")
        with pytest.raises(IntegrityError, match="declined_with_reason"), transaction.atomic():
            Referral.objects.filter(pk=row.pk).update(
                declined_at=dates.now(), declined_by=cast.katri, decline_reason="wrong_service"
            )
        assert Referral.objects.get(pk=row.pk).state == "waiting"
        _decline(cast, row)
        assert Referral.objects.get(pk=row.pk).state == "declined"
    with as_actor(cast.a_timo):
        seen = Referral.objects.sent_by_me(cast.a_timo).get()
        assert (seen.state, seen.next_service, seen.steps.last().words) == (
            "declined", "Velkaneuvonta", "Velkaneuvonta auttaa ensin."
        )


@pytest.mark.row("V-06", "C-01")
def test_a_client_with_three_declines_is_in_the_bounced_list_of_the_next_unit(cast):
    for day in range(3):
        with dates.clock(dates.now() - timedelta(days=10 - day)):
            with as_actor(cast.a_timo):
                row = send(cast)
                assert row.version == 1
            with as_actor(cast.a_katri):
                assert queries.inbox(cast.a_katri).bounced == []
                _decline(cast, row)
    with as_actor(cast.a_timo):
        send(cast)
        send(cast, who=Identity("Maija", "Muu", "040 555 0111"))
    with as_actor(cast.a_katri):
        (told,) = queries.inbox(cast.a_katri).bounced
        assert (told[0].person.name, told[1], told[2]) == ("Oskari Lehto", 3, 0)


def test_a_unit_named_next_gets_the_referral_and_may_take_it(cast, coordinator_of):
    with as_actor(cast.a_timo):
        row = send(cast)
    intake = coordinator_of(cast.intake)
    with as_actor(cast.a_katri):
        _decline(cast, row, next_service="", next_phone="", next_unit=cast.intake)
        assert not Referral.objects.filter(pk=row.pk).exists()
    with as_actor(intake):
        row = Referral.objects.received_by(intake).unsettled().get()
        assert (row.state, row.allows("accept", intake), row.allows("decline", intake)) == ("declined", True, False)
        triage.accept(referral=row, version=row.version, by=intake)
        assert row.state == "accepted"


def test_passing_on_gives_it_to_the_other_unit_keeps_the_due_date_and_is_counted(cast, coordinator_of):
    intake = coordinator_of(cast.intake)
    with as_actor(cast.a_timo):
        row = send(cast)
    with as_actor(cast.a_katri):
        due = row.due_on
        with pytest.raises(Refused, match="miksi"):
            triage.pass_on(referral=row, version=row.version, by=cast.a_katri, unit=cast.intake, words=" ")
        triage.pass_on(referral=row, version=row.version, by=cast.a_katri, unit=cast.intake, words="Kuuluu neuvontaan.")
        assert not Referral.objects.filter(pk=row.pk).exists()
        assert queries.bounces([bytes(row.person_index)]) == {bytes(row.person_index): (0, 1)}
    with as_actor(intake):
        moved = Referral.objects.received_by(intake).get()
        assert (moved.due_on, moved.texts["wish"], moved.steps.count()) == (due, "Haluan takaisin keittiöön.", 2)


def test_only_who_holds_a_referral_may_move_it_and_only_from_the_version_one_saw(cast, coordinator_of):
    intake = coordinator_of(cast.intake)
    with as_actor(cast.a_timo):
        row = send(cast)
        with pytest.raises(Refused):
            triage.pass_on(referral=row, version=row.version, by=cast.a_timo, unit=cast.intake, words="Pois")
    with as_actor(intake), pytest.raises(Conflict):
        _force_move(row, cast.intake)
    with as_actor(cast.a_katri), pytest.raises(Conflict):
        triage.pass_on(referral=row, version=row.version + 1, by=cast.a_katri, unit=cast.intake, words="Väärä versio")


def _force_move(row, unit):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select referrals_move(%s, %s, %s)", [row.pk, row.version, unit.pk])
        if not cursor.fetchone()[0]:
            raise Conflict(row)


def test_the_sender_is_asked_answers_and_the_due_date_stands(cast):
    with as_actor(cast.a_timo):
        row = send(cast)
    with as_actor(cast.a_katri):
        triage.ask_more(referral=row, version=row.version, by=cast.a_katri, words="Onko hänellä lääkäri?")
        assert row.state == "asked"
        assert not row.allows("answer_more", cast.a_katri)
    with as_actor(cast.a_timo):
        mine = Referral.objects.sent_by_me(cast.a_timo).get()
        triage.answer_more(referral=mine, version=mine.version, by=cast.a_timo, words="On, Laura Koski.")
        assert (mine.state, mine.due_on, mine.steps.last().words) == ("waiting", row.due_on, "On, Laura Koski.")


def test_taking_in_a_new_person_opens_a_case_with_an_arranger_and_tells_the_sender(cast):
    code = hetu.invent(dates.parse_date("3.2.1991"), 911).text
    with as_actor(cast.a_timo):
        row = send(cast, who=Identity("Oskari", "Lehto", "040 555 0199", hetu=code))
        before = Promise.objects.filter(name="referrals.tell_user").count()
    with as_actor(cast.a_katri):
        case = triage.accept(referral=row, version=row.version, by=cast.a_katri)
        assert (case.state, case.arranger, case.wish) == ("arranging", cast.katri, "Haluan takaisin keittiöön.")
        assert case.naming_due_on == dates.today() + timedelta(days=21)
        assert (case.person.name, case.person.birth_date) == ("Oskari Lehto", dates.parse_date("3.2.1991"))
        assert Referral.objects.get(pk=row.pk).case == case
        verbs = Event.objects.filter(verb="referrals.accepted").values_list("stream_kind", flat=True)
        assert sorted(verbs) == ["case", "referral"]
        told = Promise.objects.filter(name="referrals.tell_user").last()
        senders = Promise.objects.filter(name="referrals.tell_user").count()
        assert (told.args, senders) == ([cast.timo.pk], before + 1)
    with as_actor(cast.a_timo):
        assert Referral.objects.sent_by_me(cast.a_timo).get().state == "accepted"
        assert not Case.objects.filter(pk=case.pk).exists()


def test_a_person_known_by_identity_code_is_not_made_twice_and_the_look_is_logged(cast):
    tuulas = hetu.invent(dates.parse_date("13.4.1979"), 912).text
    with as_actor(cast.a_outi):
        row = send(cast, by=cast.a_outi, who=Identity("Tuula", "Rantanen", "040 555 0147", hetu=tuulas))
    with as_actor(cast.a_petra):
        assert not Case.objects.filter(pk=cast.case.pk).exists()
        case = triage.accept(referral=row, version=row.version, by=cast.a_petra)
        assert case == cast.case
        grant = Grant.objects.live().get(user=cast.petra)
        assert (grant.why, grant.ground, grant.case_id) == ("referral", "l381_15", cast.case.pk)
        assert Event.objects.filter(verb="referrals.matched", user_id=cast.petra.pk).count() == 1


def test_likeness_of_name_is_looked_for_only_among_the_people_one_may_see(cast):
    with as_actor(cast.a_outi):
        row = send(cast, by=cast.a_outi, who=Identity("Tuula", "Rantanen", "040 555 0000"))
    with as_actor(cast.a_katri):
        assert triage.likely_same(row, cast.a_katri) == [cast.case.person]
    with as_actor(cast.a_petra):
        assert triage.likely_same(row, cast.a_petra) == []


def test_of_two_who_take_the_same_referral_one_is_told_and_one_case_is_opened(cast):
    with as_actor(cast.a_timo):
        row = send(cast)
        version = row.version
    with as_actor(cast.a_katri):
        first = Referral.objects.get(pk=row.pk)
        triage.contact(referral=first, version=version, by=cast.a_katri)
    with as_actor(cast.a_petra), pytest.raises(Conflict):
        triage.accept(referral=row, version=version, by=cast.a_petra)


@pytest.mark.row("V-42", "C-09")
def test_a_contact_not_answered_in_the_set_days_is_late_until_somebody_calls(cast):
    with as_actor(cast.a_timo):
        row = send(cast)
        assert row.due_on == dates.add_working_days(dates.today(), 2)
    with dates.clock(dates.end_of_day(row.due_on)), as_actor(cast.a_katri):
        assert queries.inbox(cast.a_katri).today == [row]
    with dates.clock(dates.end_of_day(row.due_on) + timedelta(days=1)), as_actor(cast.a_katri):
        assert queries.inbox(cast.a_katri).late == [row]
        triage.contact(referral=row, version=row.version, by=cast.a_katri)
        waiting = queries.inbox(cast.a_katri)
        assert (waiting.late, waiting.waiting) == ([], [row])


def test_strangers_and_other_units_see_nothing_and_the_wall_holds_alone(cast):
    with as_actor(cast.a_timo):
        row = send(cast)
    for actor in (cast.a_janne, cast.a_outi, cast.a_ritva):
        with as_actor(actor):
            assert not Referral.objects.visible_to(actor).filter(pk=row.pk).exists()
            assert not Referral.objects.filter(pk=row.pk).exists()
            assert not row.steps.exists()
    with as_actor(cast.a_laura):
        assert not Referral.objects.visible_to(cast.a_laura).exists()


def test_who_it_is_about_is_ciphertext_in_the_row(cast):
    with as_actor(cast.a_timo):
        row = send(cast)
        other = send(cast, who=Identity("Maija", "Muu", "040 555 0111"))
    assert b"Lehto" not in bytes(row.sealed_identity) + bytes(row.sealed_texts)
    assert row.person == OSKARI
    row.sealed_identity = other.sealed_identity
    with pytest.raises(SealBroken):
        _ = row.person


def test_a_sender_without_a_statute_needs_the_clients_yes(cast):
    with as_actor(cast.a_janne):
        with pytest.raises(Refused, match="suostumuksen"):
            send(cast, by=cast.a_janne)
        row = send(cast, by=cast.a_janne, consent=True)
        assert (row.ground, row.sender_kind, row.sender_name) == ("consent", "association", "Askel ry")
        with pytest.raises(IntegrityError, match="referral_has_ground"), transaction.atomic():
            Referral.objects.filter(pk=row.pk).update(consent=False)
    with as_actor(cast.a_timo):
        assert send(cast).ground == "l381_15"


def test_the_same_referral_is_not_sent_twice_the_same_day(cast):
    with as_actor(cast.a_timo):
        row = send(cast)
        with pytest.raises(Refused, match="jo tämän päivän lähete"):
            send(cast, who=Identity(" oskari", "LEHTO", "+358 40 555 0199"))
        assert actions.known_repeat(row.region, bytes(row.repeat_index))
    with as_actor(cast.a_tuula):
        assert not actions.known_repeat(row.region, bytes(row.repeat_index))
