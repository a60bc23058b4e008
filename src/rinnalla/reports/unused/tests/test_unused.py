"""Unused fields: each optional field of the records of a finished year, counted once and kept; few are not told.

Guards against: another region's rows, a year that runs, a filled field told as unused, spaces told as filled, a small
table, one client's many rows, the number of few filled, a kept year that changes, a field without a name in words.
"""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.cases import actions as cases
from rinnalla.cases.models import ContactNote
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.organisations.models import Region, Unit
from rinnalla.reports.unused import counting, finding, names
from rinnalla.reports.unused.telling import report, seldom
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
LAST = dates.today().year - 1
NOTE, TEXT, MINUTES = "Kirjaus", "Mitä sovittiin", "Kesto minuutteina"
RATING = "Asiakkaan arvio ensimmäisestä kontaktista"
NOBODY, FEW = "Ei kertaakaan", "Alle kymmenesosassa kirjauksista"


def moment(year, month=6, day=15, hour=12):
    return datetime(year, month, day, hour, tzinfo=dates.local(dates.now()).tzinfo)


def a_case(cast, number, who="katri"):
    """A case of its own person, opened now, in the region of whoever opens it."""
    by = cast.actor(who)
    with as_actor(by):
        return cases.open_case(
            by=by, region=Region.objects.get(pk=by.region_id), holder_unit=Unit.objects.get(pk=by.unit_id),
            arranger=User.objects.get(pk=by.user_id), ground="l381_15",
            naming_due_on=dates.today() + timedelta(days=14),
            new_person={"given_names": f"Asiakas {number}", "family_name": "Koe"},
        )


def notes(cast, case, many, *, at=None, who="katri", **more):
    """Notes of a case, made at a moment; nothing optional is filled unless told."""
    by = cast.actor(who)
    with as_actor(by):
        for _number in range(many):
            ContactNote.objects.create(
                case=case, on=dates.today(), channel="phone", subject="Soitto", field_group="basics",
                made_at=at or moment(LAST), made_by_id=by.user_id, **more,
            )


@pytest.fixture
def six(cast):
    """Six clients here."""
    return [a_case(cast, number) for number in range(6)]


def told(cast, username="rooli-manager", year=LAST):
    """Kind of record → field → words, as a manager is told."""
    with as_actor(cast.actor(username)):
        found = report(Region.objects.get(pk=cast.actor(username).region_id), str(year))
    return {form.name: {one.name: one.words for one in form.fields} for form in found.forms}


def kept(cast, username="rooli-manager", year=LAST):
    """What has been counted, as the owner's function gives it to the region's manager."""
    by = cast.actor(username)
    with as_actor(by), connection.cursor() as cursor:
        cursor.execute("select * from reports_field_use(%s, %s)", [by.region_id, year])
        return {(model, field): rest for model, field, *rest in cursor.fetchall()}


def test_a_field_nobody_filled_is_told_and_a_filled_one_is_not(cast, six):
    """Seen red: filled counted as `is not null`, so that an empty text is filled."""
    for case in six:
        notes(cast, case, 1, minutes=20, text="  ")
    assert counting.count_finished()[-1] == LAST
    assert told(cast)[NOTE] == {TEXT: NOBODY, RATING: NOBODY}
    assert kept(cast)[("cases.ContactNote", "minutes")] == [6, 6, 6]
    assert kept(cast)[("cases.ContactNote", "text")] == [6, 0, 6]


def test_only_the_year_of_its_own_region_is_counted(cast, six):
    """The minutes before and after the year in Finland belong to other years. Seen red: every row counted in
    one region; the year of UTC."""
    for case in six:
        notes(cast, case, 1)
        notes(cast, case, 1, at=moment(LAST, 1, 1, 0) - timedelta(minutes=1), minutes=5)
        notes(cast, case, 1, at=moment(LAST + 1, 1, 1, 0), minutes=5)
    far = a_case(cast, 90, "ritva")
    notes(cast, far, 7, who="ritva", minutes=5)
    counting.count_finished()
    assert kept(cast)[("cases.ContactNote", "minutes")] == [6, 0, 6]
    assert kept(cast, "muualta-manager")[("cases.ContactNote", "minutes")] == [7, 7, 1]
    assert told(cast)[NOTE][MINUTES] == NOBODY and NOTE not in told(cast, "muualta-manager")
    assert MINUTES not in told(cast, year=LAST - 1)[NOTE]


def test_the_year_that_runs_is_never_counted(cast, six):
    """Seen red: the span of years one longer; the database's own refusal taken out."""
    now = dates.today().year
    for case in six:
        notes(cast, case, 1, at=dates.now() - timedelta(minutes=5))
    assert now not in counting.count_finished()
    with pytest.raises(DatabaseError, match="is not over"), transaction.atomic(), acting(system("reports")):
        connection.cursor().execute("select reports_count_field_use(%s, '[]')", [now])
    assert kept(cast, year=now) == {} and told(cast, year=now) == {}


def test_a_kept_year_does_not_change(cast, six):
    """Seen red: counted again over the earlier ones."""
    for case in six:
        notes(cast, case, 1)
    counting.count_finished()
    first = kept(cast)
    for case in six:
        notes(cast, case, 1, minutes=5)
    assert counting.count_finished() == [] and kept(cast) == first


def test_small_tables_and_one_clients_many_rows_are_not_told(cast, six):
    """Four rows of four clients, then forty of four: neither is told; with a fifth client it is.
    Seen red: told of any table; rows counted for clients."""
    for case in six[:4]:
        notes(cast, case, 1)
        notes(cast, case, 10, at=moment(LAST - 1))
        notes(cast, case, 1, at=moment(LAST - 2))
    notes(cast, six[4], 1, at=moment(LAST - 2))
    counting.count_finished()
    assert NOTE not in told(cast) and NOTE not in told(cast, year=LAST - 1)
    assert kept(cast, year=LAST - 1)[("cases.ContactNote", "minutes")] == [40, 0, 4]
    assert told(cast, year=LAST - 2)[NOTE][MINUTES] == NOBODY


def test_under_a_tenth_is_told_only_where_it_does_not_tell_the_number(cast, six):
    """Of twelve, under a tenth is one; of forty-one it is any of one to four. Seen red: told of twelve."""
    for case in six:
        notes(cast, case, 7)
        notes(cast, case, 2, at=moment(LAST - 1))
    notes(cast, six[0], 2, minutes=5)
    notes(cast, six[0], 1, minutes=5, at=moment(LAST - 1))
    counting.count_finished()
    assert told(cast)[NOTE] == {MINUTES: FEW, TEXT: NOBODY, RATING: NOBODY}
    assert told(cast, year=LAST - 1)[NOTE] == {TEXT: NOBODY, RATING: NOBODY}
    assert [made for made in range(10, 60) if seldom(made, 1, 5)][0] == 41
    assert not seldom(50, 5, 5) and seldom(51, 5, 5) and not seldom(500, 0, 5)


def test_the_page_tells_about_how_many_and_never_the_number(cast, six, sign_in):
    """Seen red: the number of records as it is."""
    for case in six:
        notes(cast, case, 7)
    notes(cast, six[0], 2, minutes=5)
    manager = sign_in(cast.roles["manager"])
    page = manager.get("/reports/unused/").content.decode()
    assert "Yhtään päättynyttä vuotta ei ole vielä laskettu" in page and "Lataa" not in page
    counting.count_finished()
    page = manager.get(f"/reports/unused/?year={LAST}").content.decode()
    assert "<h1" in page and "Käyttämättömät kentät" in page and "noin 40" in page and FEW in page
    assert ">44<" not in page and ">2<" not in page and "ContactNote" not in page
    running = manager.get(f"/reports/unused/?year={LAST + 1}").content.decode()
    assert f"Vuosi {LAST}<" in running and f"?year={LAST + 1}\"" not in running.split("<main")[1]
    text = manager.get(f"/reports/unused/file/?year={LAST}").content.decode("utf-8-sig")
    assert f"{NOTE};noin 40;{MINUTES};{FEW}" in text and f"{NOTE};noin 40;{TEXT};{NOBODY}" in text
    assert "/reports/unused/" in manager.get("/reports/").content.decode()


def test_a_year_with_nothing_to_tell_says_so(cast, six, sign_in):
    notes(cast, six[0], 4)
    counting.count_finished()
    page = sign_in(cast.roles["manager"]).get("/reports/unused/").content.decode()
    assert f"Vuodelta {LAST} ei ole käyttämättömiä kenttiä" in page


def test_whoever_does_not_lead_by_figures_gets_nothing(cast, six, sign_in):
    """The page is closed, and the database gives the rows to the region's manager alone. Seen red: to any asker."""
    for case in six:
        notes(cast, case, 1)
    counting.count_finished()
    assert sign_in(cast.roles["coordinator"]).get("/reports/unused/").status_code == 403
    assert kept(cast, "katri") == {} and kept(cast, "rooli-decision_maker") == {} and kept(cast) != {}
    with as_actor(cast.actor("muualta-manager")), connection.cursor() as cursor:
        cursor.execute("select * from reports_field_use(%s, %s)", [cast.region.pk, LAST])
        assert cursor.fetchall() == []
    refused = pytest.raises(DatabaseError, match="only a job")
    with as_actor(cast.actor("rooli-manager")), refused, transaction.atomic():
        connection.cursor().execute("select reports_count_field_use(%s, '[]')", [LAST])


def employers(cast):
    """Five employers here, without a code or a size."""
    with as_actor(cast.a_katri):
        for number in range(5):
            Employer.objects.create(
                region=cast.region, name=f"Yritys {number}", search_key=f"yritys {number}", trade="Puutarha",
                made_at=moment(LAST), made_by=cast.katri,
            )


def test_employers_are_counted_in_their_region(cast):
    """A record without a case: of the employer itself."""
    employers(cast)
    counting.count_finished()
    assert "Y-tunnus" in told(cast)["Työnantaja"] and "Toimiala" not in told(cast)["Työnantaja"]
    assert told(cast, "muualta-manager") == {}


def test_the_page_asks_as_often_of_many_kinds_of_record_as_of_one(cast, six, sign_in):
    """Seen red: the years asked for once more for each kind of record."""
    for case in six:
        notes(cast, case, 1)
        notes(cast, case, 1, at=moment(LAST - 1))
    employers(cast)
    counting.count_finished()
    assert (len(told(cast)), len(told(cast, year=LAST - 1))) == (2, 1)
    manager = sign_in(cast.roles["manager"])
    manager.get("/reports/unused/")
    asked = []
    for year in (LAST, LAST - 1):
        with CaptureQueriesContext(connection) as seen:
            manager.get(f"/reports/unused/?year={year}")
        asked.append([one["sql"] for one in seen.captured_queries])
    assert len(asked[0]) == len(asked[1]) and len([sql for sql in asked[0] if "reports_field" in sql]) == 2


# Names ----------------------------------------------------------------------------------------------------------------


def test_every_optional_field_is_named_or_put_aside_with_a_reason():
    """Seen red: a field's name taken out."""
    aside = {one for fields in names.ASIDE.values() for one in fields}
    assert set(finding.candidates()) == set(names.FIELDS) | aside
    assert not set(names.FIELDS) & aside and sum(map(len, names.ASIDE.values())) == len(aside)
    assert {f"{one.model}.{field}" for one in finding.tables() for field in one.fields} == set(names.FIELDS)
    assert list(names.MODELS) == [one.model for one in finding.tables()]


def test_no_field_of_a_pair_a_key_or_a_writer_is_counted():
    counted = {name.rsplit(".", 1)[1] for name in finding.candidates()}
    assert not counted & {"made_at", "made_by", "version", "form_key", "uuid", "id", "closed_at", "closed_by"}
    assert not [name for name in counted if name.endswith(("_at", "_by")) and name not in ("next_at", "answer_by")]


def test_every_name_is_said_in_three_languages():
    """Seen red: texts without their Swedish."""
    told = [*names.MODELS.values(), *names.FIELDS.values()]
    with translation.override("fi"):
        finnish = [str(one) for one in told]
    for language in ("sv", "en"):
        with translation.override(language):
            same = {fi for fi, one in zip(finnish, told, strict=True) if fi == str(one)}
        assert not same, (language, same)
    assert not [one for one in finnish if "_" in one or "." in one.rstrip(".")]
    assert len(set(finnish[: len(names.MODELS)])) == len(names.MODELS)
    for label in names.MODELS:
        assert len(set(map(str, names.NAMES[label][1].values()))) == len(names.NAMES[label][1]), label
