"""Noticing, asking for contact, asking colleagues, noting advice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from rinnalla.access.acting import acting, system
from rinnalla.access.actor import ANONYMOUS
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Municipality
from rinnalla.people.models import Person
from rinnalla.referrals import actions, consultations, lists, queries, triage
from rinnalla.referrals.models import Consultation, GuidanceEvent, Identification, Referral
from rinnalla.referrals.tests.world import OSKARI, send
from rinnalla.testing import as_actor

HOME = {"name": "Maija Muu", "phone": "040 555 0111", "language": "fi"}


@pytest.mark.row("V-12")
def test_anybody_asks_for_contact_with_a_name_a_phone_and_a_language_only(cast, coordinator_of):
    with as_actor(ANONYMOUS):
        receipt = actions.contact_request(by=ANONYMOUS, region=cast.region, **HOME)
        assert len(receipt) == 9
        assert not Referral.objects.exists()
    intake = coordinator_of(cast.intake)
    with as_actor(intake):
        (row,) = queries.inbox(intake).to_route
        assert (row.receipt, row.person.name, row.channel, row.ground) == (receipt, "Maija Muu", "self", "consent")
        assert row.route_by == dates.add_working_days(dates.today(), 2)
        triage.route(referral=row, version=row.version, by=intake, unit=cast.team)
    with as_actor(cast.a_katri):
        inbox = queries.inbox(cast.a_katri)
        assert (inbox.to_route, [one.receipt for one in inbox.waiting]) == ([], [receipt])
        assert queries.bounces([bytes(row.person_index)]) == {}


@pytest.mark.row("L-24")
def test_a_contact_from_a_municipality_lands_with_the_coordinator_there(cast):
    home = cast.region.municipalities.get()
    with as_actor(ANONYMOUS):
        actions.contact_request(by=ANONYMOUS, municipality=home, **HOME)
    with as_actor(cast.a_katri):
        (row,) = queries.inbox(cast.a_katri).waiting
        assert (row.unit, row.route_by, row.municipality) == (cast.team, None, home)
    with as_actor(cast.a_ritva):
        assert queries.inbox(cast.a_ritva).referrals == []


def test_where_the_region_is_unknown_the_visitor_is_asked_and_nothing_is_saved(cast):
    with as_actor(ANONYMOUS), pytest.raises(Refused, match="kotikunta") as refused:
        actions.contact_request(by=ANONYMOUS, **HOME)
    assert refused.value.field == "municipality"


def test_a_contact_sent_twice_by_one_form_is_one_and_gets_the_same_receipt(cast):
    key, home = uuid4(), cast.region.municipalities.get()
    with as_actor(ANONYMOUS):
        first = actions.contact_request(by=ANONYMOUS, municipality=home, key=key, **HOME)
        assert actions.contact_request(by=ANONYMOUS, municipality=home, key=key, **HOME) == first
        assert actions.contact_request(by=ANONYMOUS, municipality=home, **HOME) != first
    with as_actor(cast.a_katri):
        assert len(queries.inbox(cast.a_katri).waiting) == 2


def test_a_relative_tells_that_the_person_agrees(cast):
    home = cast.region.municipalities.get()
    with as_actor(ANONYMOUS):
        with pytest.raises(Refused, match="sopiiko"):
            actions.contact_request(by=ANONYMOUS, municipality=home, for_whom="relative", **HOME)
        actions.contact_request(by=ANONYMOUS, municipality=home, for_whom="relative", agreed=True, **HOME)


@pytest.mark.row("V-43")
@pytest.mark.row("V-44")
@pytest.mark.row("V-45")
def test_referrals_are_counted_by_the_route_they_came(cast):
    home = cast.region.municipalities.get()
    with as_actor(ANONYMOUS):
        actions.contact_request(by=ANONYMOUS, municipality=home, **HOME)
        actions.contact_request(by=ANONYMOUS, municipality=home, **HOME)
        actions.contact_request(by=ANONYMOUS, municipality=home, encouraged_by="Askel ry", **HOME)
    with as_actor(cast.a_timo):
        send(cast)
    with as_actor(cast.a_katri):
        counts = queries.by_channel(cast.a_katri, dates.today())
        assert counts == [
            ("Otti itse yhteyttä", 2), ("Yhteistyöverkoston kautta", 1), ("Kolmannen sektorin toimijan kannustamana", 1)
        ]
        encouraged = Referral.objects.get(channel="third_sector_encouraged")
        assert encouraged.sender_name == "Askel ry"


# Noticing -------------------------------------------------------------------------------------------------------------


@pytest.mark.row("V-18")
def test_own_experience_alone_meets_the_criteria(cast):
    with as_actor(cast.a_timo):
        noticed = actions.identify(by=cast.a_timo, criteria=["self_perceived"])
        assert noticed.meets_criteria
        assert not actions.identify(by=cast.a_timo, items=["work_history"]).meets_criteria
        with pytest.raises(Refused, match="vähintään yksi"):
            actions.identify(by=cast.a_timo)


@pytest.mark.row("L-35")
@pytest.mark.row("L-37")
@pytest.mark.row("L-38")
def test_ticks_are_saved_with_their_line_and_counted(cast):
    school = [f"school_history.{tick}" for tick in ("unusual_school_path", "adapted_studies", "interrupted_studies")]
    work = [f"work_history.{t}" for t in ("unusual_work_path", "prolonged_unemployment", "little_work_experience")]
    home = [f"economy_and_housing.{tick}" for tick in ("economic_situation", "housing")]
    with as_actor(cast.a_timo):
        actions.identify(by=cast.a_timo, items=school + work + home)
        noticed = actions.identify(by=cast.a_timo, items=["school_history.adapted_studies"])
        assert noticed.items == ["school_history", "school_history.adapted_studies"]
        counts = dict(queries.by_item(Identification.objects.visible_to(cast.a_timo)))
        names = ("Poikkeava kouluhistoria", "Poikkeava työhistoria", "Talous ja asuminen")
        assert [counts[name] for name in names] == [2, 1, 1]
        first = Identification.objects.order_by("pk").first()
        shown = queries.shown_items(first.items, cast.a_timo.field_groups())
        assert [len(line.ticks) for line in shown] == [3, 3, 2]
        with pytest.raises(Refused, match="ei ole luettelossa"):
            actions.identify(by=cast.a_timo, items=["secret"])


@pytest.mark.row("L-36")
def test_health_ticks_are_seen_only_by_roles_that_may_see_health(cast):
    ticks = [
        "cognition_and_health.cognitive_challenges", "cognition_and_health.health_problems",
        "cognition_and_health.mental_health_problems", "cognition_and_health.autism_spectrum",
    ]
    with as_actor(cast.a_timo):
        row = send(cast, items=ticks)
        (line,) = queries.shown_items(row.items, cast.a_timo.field_groups())
        assert (line.ticks, line.hidden) == ([], True)
    with as_actor(cast.a_katri):
        (line,) = queries.shown_items(row.items, cast.a_katri.field_groups())
        assert (len(line.ticks), line.hidden) == (4, False)


# Asking colleagues ----------------------------------------------------------------------------------------------------


def _ask(cast, **more):
    return consultations.ask(**{
        "by": cast.a_timo, "unit": cast.team, "topic": "work_and_health",
        "question": "Nuori mies ei jaksa koulua. Mistä aloittaa?", **more,
    })


@pytest.mark.row("V-49")
@pytest.mark.parametrize("text", [
    "Kysyn asiakkaasta 030291-911X.", "Soita 040 555 0199", "Hän on oskari@example.org", "numero +358405550199",
])
def test_an_anonymous_question_holds_nothing_that_tells_who_the_client_is(cast, text):
    with as_actor(cast.a_timo):
        with pytest.raises(Refused, match="nimettömästä kysymyksestä"):
            _ask(cast, question=text)
        assert not Consultation.objects.exists()
        row = _ask(cast, question="Työttömänä vuodesta 2019, tulot 1200,50 euroa. Sovittu 3.11.2026 klo 9.05.")
        assert row.anonymous


@pytest.mark.row("V-49")
def test_another_professional_answers_by_the_due_day_with_the_next_step(cast):
    with as_actor(cast.a_timo):
        row = _ask(cast)
        assert row.answer_due_on == dates.add_working_days(dates.today(), 2)
        with pytest.raises(Refused, match="toinen ammattilainen"):
            consultations.answer(consultation=row, version=1, by=cast.a_timo, words="Itse", next_step="Itse")
    with as_actor(cast.a_laura):
        row = Consultation.objects.visible_to(cast.a_laura).get()
        with pytest.raises(Refused, match="seuraava askel"):
            consultations.answer(consultation=row, version=1, by=cast.a_laura, words="Terveystarkastus.", next_step="")
        consultations.answer(
            consultation=row, version=1, by=cast.a_laura, words="Terveystarkastus.", next_step="Varaa aika."
        )
    with as_actor(cast.a_timo):
        row = Consultation.objects.visible_to(cast.a_timo).get()
        assert (row.sent_by, row.answered_by, row.next_step) == (cast.timo, cast.laura, "Varaa aika.")
    for actor in (cast.a_ritva, cast.a_janne):
        with as_actor(actor):
            assert not Consultation.objects.exists()


def test_a_named_question_needs_a_statute(cast):
    with as_actor(cast.a_timo):
        row = _ask(cast, case=cast.case, question="Tuula, puhelin 040 555 0147: mitä seuraavaksi?")
        assert (row.ground, row.anonymous) == ("l381_15", False)
    with as_actor(cast.a_janne), pytest.raises(Refused, match="nimettömänä"):
        _ask(cast, by=cast.a_janne, case=cast.case)
    with as_actor(cast.a_timo), pytest.raises(IntegrityError, match="named_consultation"), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(ground="")


@pytest.mark.row("L-11")
def test_a_question_turns_into_a_referral_with_its_text_and_asks_for_consent(cast):
    with as_actor(cast.a_janne):
        row = _ask(cast, by=cast.a_janne)
        with pytest.raises(Refused, match="suostumuksen"):
            consultations.turn_into_referral(consultation=row, by=cast.a_janne, who=OSKARI)
        made = consultations.turn_into_referral(consultation=row, by=cast.a_janne, who=OSKARI, consent=True)
        assert (made.texts["extra"], made.consultation, made.unit) == (row.question, row, cast.team)


@pytest.mark.row("L-23")
def test_noticing_asking_and_referring_work_in_any_order_and_each_alone(cast):
    with as_actor(cast.a_timo):
        noticed = actions.identify(by=cast.a_timo, items=["work_history"])
        asked = _ask(cast, identification=noticed)
        all_three = consultations.turn_into_referral(consultation=asked, by=cast.a_timo, who=OSKARI)
        assert (all_three.identification, all_three.consultation) == (noticed, asked)
        without_asking = send(cast, unit=cast.team, identification=noticed, sender_name="Toinen")
        alone = send(cast, sender_name="Kolmas")
        assert (without_asking.consultation, alone.identification) == (None, None)
        assert _ask(cast, question="Vain kysymys").identification is None


# Advice ---------------------------------------------------------------------------------------------------------------


@pytest.mark.row("V-47")
def test_advice_is_counted_as_advice_and_makes_no_client(cast):
    with as_actor(cast.a_timo):
        before = (Person.objects.count(), Case.objects.count())
        for minutes in (15, 20):
            actions.note_guidance(by=cast.a_timo, topic="services", minutes=minutes, outcome="advice_was_enough")
        (row,) = queries.advice(cast.a_timo, dates.today())
        assert (row.topic, row.times, row.minutes) == ("Palvelut ja niihin pääsy", 2, 35)
        assert row.outcomes == [("Neuvonta riitti", 2)]
        assert (Person.objects.count(), Case.objects.count()) == before
        with pytest.raises(Refused, match="tulevaisuudessa"):
            actions.note_guidance(
                by=cast.a_timo, topic="services", minutes=5, outcome="referral", on=dates.today() + timedelta(days=1)
            )
    with as_actor(cast.a_katri):
        assert queries.advice(cast.a_katri, dates.today()) == []
    names = {field.name for field in GuidanceEvent._meta.get_fields()}
    assert not names & {"case", "person", "name", "text"}


def test_the_owner_run_functions_are_not_everybodys(cast):
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_proc where proname like 'referrals%%' "
            "and (not prosecdef or proacl is null or proacl::text ~ '[{,]=X')"
        )
        assert cursor.fetchone()[0] == 0


def test_time_limits_and_grounds_are_dated_data(cast):
    monday = dates.parse_date("2.11.2026")
    assert lists.due("first_contact", monday) == dates.parse_date("4.11.2026")
    assert lists.due("naming", monday) == dates.parse_date("23.11.2026")
    assert lists.ground_of_sender("kela", monday) == "l381_15"
    assert lists.ground_of_sender("kela", dates.parse_date("1.6.2024")) == "consent"
    assert lists.ground_of_sender("association", monday) == "consent"
    with acting(system("tests")):
        assert Municipality.objects.count() == 2
