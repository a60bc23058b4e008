"""The livelihood timeline: what is told, what is refused, what turns and whom it reminds.

Seen red: the day's column without the grant's field groups told a worker without leave; a gap search that did not take
the resting time out of the pension found no gap; a last day that forgot the longest time.
"""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from rinnalla.access.models import Grant
from rinnalla.cases.models import Case
from rinnalla.desk.day import my_day
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.outbox.models import Promise
from rinnalla.services import livelihood as acts
from rinnalla.services.jobs import benefit_turns
from rinnalla.services.livelihood import Terms
from rinnalla.services.models import Benefit
from rinnalla.services.timeline import timeline
from rinnalla.testing import as_actor

KEY = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6b01"


@pytest.fixture
def katri(cast):
    with as_actor(cast.a_katri):
        yield cast.a_katri


@pytest.fixture
def today():
    return dates.today()


def note(cast, kind, next_step="", **terms):
    return acts.note_benefit(case=cast.case, by=cast.a_katri, kind=kind, terms=Terms(**terms), next_step=next_step)


def now(row):
    return Benefit.objects.prefetch_related("rests").get(pk=row.pk)


def days(count):
    return timedelta(days=count)


def lines(cast):
    day = my_day(cast.a_katri)
    return [item.what for group in day.groups if group.key == "livelihood" for item in group.all]


@pytest.mark.row("V-70")
def test_rehabilitation_allowance_stands_with_start_end_and_next_decision(cast, katri, today, sign_in):
    note(cast, "rehabilitation_allowance", starts_on=today - days(20), ends_on=today + days(300),
         next_decision_on=today + days(100), decided_on=today - days(25), applied_on=today - days(60))
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/livelihood/").content.decode()
    assert "Kuntoutusraha" in page and "Kela tai työeläkelaitos" in page
    assert f"Alkoi {dates.d(today - days(20))}" in page and f"Päättyy {dates.d(today + days(300))}" in page
    assert f"Seuraava päätös {dates.d(today + days(100))}" in page
    assert f"Haettu {dates.d(today - days(60))}" in page


@pytest.mark.row("V-71")
def test_the_end_of_rehabilitation_subsidy_reminds_until_somebody_has_agreed_what_follows(cast, katri, today):
    with pytest.raises(Refused, match="määräaikainen"):
        note(cast, "rehabilitation_subsidy", starts_on=today)
    row = note(cast, "rehabilitation_subsidy", starts_on=today - days(200), ends_on=today + days(40))
    assert lines(cast) == [f"Kuntoutustuki: päättyy {dates.d(today + days(40))}"]
    told = Promise.objects.filter(name="cases.tell_user", args=[cast.katri.pk])
    before = told.count()
    for _n in range(2):  # each turn is told once
        benefit_turns()
    with as_actor(cast.a_katri):
        assert told.count() == before + 1
        with pytest.raises(Refused):
            acts.see_to_turn(benefit=now(row), version=1, by=katri, next_step=" ")
        acts.see_to_turn(benefit=now(row), version=1, by=katri, next_step="Jatkohakemus 1.12. mennessä")
        assert lines(cast) == [] and now(row).next_step == "Jatkohakemus 1.12. mennessä"
        with pytest.raises(Refused, match="hoidettu"):
            acts.see_to_turn(benefit=now(row), version=2, by=katri, next_step="Taas")
        terms = Terms(starts_on=today - days(200), ends_on=today + days(50))
        acts.change_benefit(benefit=now(row), version=2, by=katri, terms=terms)
        assert lines(cast) == [f"Kuntoutustuki: päättyy {dates.d(today + days(50))}"]


def test_an_end_far_away_or_long_past_reminds_nobody_and_a_new_spell_settles_the_old_end(cast, katri, today):
    note(cast, "study_grant", starts_on=today - days(900), ends_on=today - days(500))
    note(cast, "disability_pension", starts_on=today, ends_on=today + days(61))
    assert lines(cast) == []
    note(cast, "rehabilitation_subsidy", starts_on=today - days(60), ends_on=today + days(9))
    assert len(lines(cast)) == 1
    note(cast, "rehabilitation_subsidy", starts_on=today + days(10), ends_on=today + days(200))
    assert lines(cast) == []


@pytest.mark.row("V-73")
def test_the_longest_time_of_sickness_allowance_is_the_laws_and_reminds(cast, katri, today):
    first = date(2026, 1, 7)
    row = note(cast, "sickness_allowance", starts_on=first)
    # by hand: 363 days, of which 52 Sundays and 11 holy days and eves on other days
    assert row.limit_on == dates.add_weekdays(first, 300) == date(2027, 1, 4)
    assert dates.add_weekdays(date(2026, 12, 21), 6) == date(2026, 12, 30)  # the eve, Christmas and Sunday aside
    acts.remove_benefit(benefit=row, version=1, by=katri)
    row = note(cast, "sickness_allowance", starts_on=today - days(30), days_before=260)
    assert row.limit_on == dates.add_weekdays(today - days(30), 40) and row.last_day == row.limit_on
    assert lines(cast) == [f"Sairauspäiväraha: enimmäisaika täyttyy {dates.d(row.limit_on)}"]
    with pytest.raises(Refused, match="300 päivää"):
        note(cast, "sickness_allowance", starts_on=today - days(400), ends_on=today - days(300), days_before=300)
    with as_actor(cast.a_katri):
        told = timeline(cast.case, katri)
        assert told.gaps[0].since == row.limit_on + days(1) and told.gaps[0].until is None
        early = note(cast, "sickness_allowance", starts_on=today - days(200), ends_on=today - days(40))
        assert (early.limit_on, early.turns) == (None, [])  # it ended before the longest time was full
    before = acts._checked(row.definition.model_copy(update={"most": ()}), Terms(starts_on=first))
    assert before["limit_on"] is None  # the number is in the data, not in the program


@pytest.mark.row("V-89")
def test_a_disability_pension_has_its_application_and_decision_days(cast, katri, today):
    row = note(cast, "disability_pension", decision="", applied_on=today - days(50), next_step="Odotetaan päätöstä")
    assert (row.state, row.name) == ("applied", "Työkyvyttömyyseläke")
    with pytest.raises(Refused, match="ennen hakemusta"):
        acts.change_benefit(benefit=row, version=1, by=katri,
                            terms=Terms(applied_on=today - days(50), decided_on=today - days(60), starts_on=today))
    granted = Terms(applied_on=today - days(50), decided_on=today - days(1), starts_on=today - days(30))
    acts.change_benefit(benefit=now(row), version=1, by=katri, terms=granted)
    assert (now(row).state, now(row).applied_on, now(row).decided_on) == ("running", today - days(50), today - days(1))


@pytest.mark.row("V-90")
def test_a_partial_pension_and_a_part_time_job_are_shown_at_once(cast, katri, today, sign_in):
    note(cast, "partial_disability_pension", starts_on=today - days(100))
    note(cast, "wages", starts_on=today - days(60), payer="Lakeuden Kukka Oy", part_time=True)
    with as_actor(cast.a_katri):
        told = timeline(cast.case, cast.a_katri)
    assert {one.kind for one in told.now} == {"partial_disability_pension", "wages"} and not told.gaps
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/livelihood/").content.decode()
    here = page[page.index("<h2>Nyt</h2>") :]
    assert "Osatyökyvyttömyyseläke" in here and "Lakeuden Kukka Oy" in here and "osa-aikainen" in here


@pytest.mark.row("V-91")
def test_a_pension_in_abeyance_reminds_of_its_end_and_the_way_back_needs_no_new_case(cast, katri, today):
    pension = note(cast, "disability_pension", starts_on=today - days(700))
    with pytest.raises(Refused, match="työnantaja"):
        acts.rest_pension(pension=pension, version=1, by=katri, from_on=today - days(10), until_on=today + days(50))
    rest = acts.rest_pension(pension=pension, version=1, by=katri, from_on=today - days(10), until_on=today + days(50),
                             employer="Askel Leipomo", part_time=True, key=KEY)
    again = acts.rest_pension(pension=pension, version=1, by=katri, from_on=today - days(10),
                              until_on=today + days(50), employer="Askel Leipomo", part_time=True, key=KEY)
    assert again.pk == rest.pk
    assert (now(pension).state, rest.for_job.payer, rest.for_job.part_time) == ("resting", "Askel Leipomo", True)
    assert lines(cast) == [f"Lepäävä eläke: päättyy {dates.d(today + days(50))}"]
    with pytest.raises(Refused, match="Valitse päivä"):
        acts.return_to_pension(rest=rest, version=1, by=katri, on=today + days(51))
    cases = Case.objects.count()
    acts.return_to_pension(rest=rest, version=1, by=katri, on=today)
    assert (now(pension).state, now(rest).returned_on, Case.objects.count()) == ("running", today, cases)
    assert lines(cast) == []
    with pytest.raises(Refused, match="ei lepää"):
        acts.return_to_pension(rest=now(rest), version=2, by=katri, on=today)


@pytest.mark.row("L-72")
def test_a_gap_between_benefits_is_told_and_so_is_an_end_with_nothing_after_it(cast, katri, today, sign_in):
    note(cast, "sickness_allowance", starts_on=today - days(90), ends_on=today - days(31))
    note(cast, "rehabilitation_allowance", starts_on=today - days(20), ends_on=today + days(30))
    note(cast, "disability_pension", decision="", applied_on=today - days(5))
    note(cast, "expense_allowance", starts_on=today - days(90))  # nobody lives on it: it fills no gap
    told = timeline(cast.case, katri)
    assert [(one.since, one.until, one.days) for one in told.gaps] == [
        (today - days(30), today - days(21), 10), (today + days(31), None, None),
    ]
    assert told.gaps[1].pending == ("Työkyvyttömyyseläke",)
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/livelihood/").content.decode()
    assert f"{dates.d(today + days(31))} alkaen toimeentuloa ei tiedetä." in page
    assert "Hakemus odottaa päätöstä: Työkyvyttömyyseläke." in page and "(10 päivää)" in page
    assert "Aukko toimeentulossa" in page and 'role="img"' in page


def test_a_resting_pension_is_no_living_and_the_gap_shows_when_the_job_ends(cast, katri, today):
    pension = note(cast, "disability_pension", starts_on=today - days(700))
    job = note(cast, "wages", starts_on=today - days(40), ends_on=today + days(9), payer="Kukka Oy")
    since, until = today - days(40), today + days(30)
    acts.rest_pension(pension=pension, version=1, by=katri, from_on=since, until_on=until, job=job)
    (gap,) = timeline(cast.case, katri).gaps
    assert (gap.since, gap.until) == (today + days(10), today + days(30))
    with pytest.raises(Refused, match="nojaa"):
        acts.remove_benefit(benefit=now(job), version=1, by=katri)


@pytest.mark.parametrize(("kind", "terms", "field"), [
    ("wages", {"starts_on": 0}, "payer"),
    ("study_grant", {}, "starts_on"),
    ("study_grant", {"starts_on": 0, "ends_on": -1}, "ends_on"),
    ("study_grant", {"starts_on": 0, "next_decision_on": -1}, "next_decision_on"),
    ("study_grant", {"decision": ""}, "applied_on"),
    ("study_grant", {"decision": "", "applied_on": 1}, "applied_on"),
    ("study_grant", {"decision": "rich", "starts_on": 0}, "decision"),
    ("labour_market_support", {"starts_on": -400}, "ends_on"),
    ("general_support", {"starts_on": -400}, "starts_on"),
    ("pension_in_abeyance", {"starts_on": 0, "ends_on": 9}, "kind"),
])  # fmt: skip
def test_what_can_not_be_is_refused_at_its_field(cast, katri, today, kind, terms, field):
    values = {name: today + days(one) if isinstance(one, int) else one for name, one in terms.items()}
    with pytest.raises(Refused) as refused:
        note(cast, kind, **values)
    assert refused.value.field == field and not Benefit.objects.filter(case=cast.case).exists()


def test_the_same_benefit_twice_at_once_is_refused_with_the_days_of_the_other(cast, katri, today):
    note(cast, "study_grant", starts_on=today - days(30), ends_on=today)
    with pytest.raises(Refused, match=dates.d(today - days(30))):
        note(cast, "study_grant", starts_on=today)
    later = note(cast, "study_grant", starts_on=today + days(1))
    with pytest.raises(Refused, match="Sama etuus"):
        acts.change_benefit(benefit=later, version=1, by=katri, terms=Terms(starts_on=today))
    assert now(later).version == 1
    for employer in ("Yksi Oy", "Kaksi Oy"):
        note(cast, "wages", starts_on=today, payer=employer)  # two jobs are no mistake


def test_two_people_at_once_and_a_double_press(cast, katri, today):
    first, second = (
        acts.note_benefit(case=cast.case, by=katri, kind="study_grant", terms=Terms(starts_on=today), key=KEY)
        for _n in range(2)
    )
    assert first.pk == second.pk and Benefit.objects.filter(case=cast.case).count() == 1
    acts.change_benefit(benefit=now(first), version=1, by=katri, terms=Terms(starts_on=today - days(1)))
    with pytest.raises(Conflict):
        acts.change_benefit(benefit=first, version=1, by=katri, terms=Terms(starts_on=today - days(2)))


@pytest.mark.parametrize("change", [
    {"starts_on": None}, {"ends_on": date(2020, 1, 1)}, {"decision": ""}, {"removed_at": dates.now()},
    {"applied_on": date(2026, 2, 1), "decided_on": date(2026, 1, 1)}, {"for_job_id": 1},
])  # fmt: skip
def test_the_database_refuses_half_a_benefit(cast, katri, today, change):
    row = note(cast, "study_grant", starts_on=today)
    with pytest.raises(DatabaseError, match="benefit_"), transaction.atomic():
        Benefit.objects.filter(pk=row.pk).update(**change)


def test_who_may_not_see_livelihood_learns_nothing(cast, katri, today, sign_in):
    row = note(cast, "rehabilitation_subsidy", starts_on=today - days(9), ends_on=today + days(9))
    base = f"/cases/{cast.case.uuid}/livelihood/"
    browser = sign_in(cast.janne)  # the coach works in the case by a consent that leaves livelihood out
    assert browser.get(base).status_code == 404 and browser.get(f"{base}{row.uuid}/turn/").status_code == 404
    page = browser.get(f"/cases/{cast.case.uuid}/services/").content.decode()
    assert page and "Toimeentulo" not in page and "livelihood" not in page
    assert sign_in(cast.petra).get(base).status_code == 404
    with as_actor(cast.a_katri):
        Grant.objects.filter(case=cast.case, user=cast.katri).update(field_groups=["basics", "employment"])
        assert lines(cast) == []
    told = Promise.objects.filter(name="cases.tell_user", args=[cast.katri.pk])
    before = told.count()
    benefit_turns()
    with as_actor(cast.a_katri):
        assert told.count() == before


def test_the_client_sees_on_the_own_path_when_it_turns_and_what_is_agreed(cast, katri, today, sign_in):
    row = note(cast, "rehabilitation_subsidy", starts_on=today - days(9), ends_on=today + days(40))
    page = sign_in(cast.tuula).get("/my/").content.decode()
    assert "Päättyy: Kuntoutustuki" in page and "Sovimme yhdessä ajoissa" in page
    with as_actor(cast.a_katri):
        acts.see_to_turn(benefit=row, version=1, by=katri, next_step="Kela auttaa hakemuksessa")
    assert "Kela auttaa hakemuksessa" in sign_in(cast.tuula).get("/my/").content.decode()


def test_the_pages_write_and_keep_what_was_typed(cast, katri, today, sign_in):
    browser, base = sign_in(cast.katri), f"/cases/{cast.case.uuid}/livelihood/"
    sent = {"kind": "rehabilitation_subsidy", "decision": "granted", "starts_on": dates.d(today), "form_key": KEY}
    answer = browser.post(f"{base}new/", sent)
    assert answer.status_code == 422 and "määräaikainen" in answer.content.decode()
    assert f'value="{dates.d(today)}"' in answer.content.decode()
    for _n in range(2):
        assert browser.post(f"{base}new/", {**sent, "ends_on": dates.d(today + days(9))}).status_code == 302
    with as_actor(cast.a_katri):
        row = Benefit.objects.get(case=cast.case)
    page = browser.get("/day/").content.decode()
    assert "Toimeentulo muuttuu" in page and f"{base}{row.uuid}/turn/" in page
    assert f'value="{dates.d(today)}"' in browser.get(f"{base}{row.uuid}/change/").content.decode()
    assert browser.post(f"{base}{row.uuid}/turn/", {"next_step": "Jatkohakemus", "version": 1}).status_code == 302
    late = browser.post(f"{base}{row.uuid}/removal/", {"version": 1})
    assert late.status_code == 409
    assert browser.post(f"{base}{row.uuid}/rest/", {"version": 2, "from_on": dates.d(today)}).status_code == 422
    assert browser.post(f"{base}{row.uuid}/removal/", {"version": 2}).status_code == 302
    assert browser.get(f"{base}{row.uuid}/change/").status_code == 404
