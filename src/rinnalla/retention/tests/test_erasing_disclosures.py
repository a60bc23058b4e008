"""To whom a client's data were given stays twelve years, when the case has gone after four or ten (703/2023 § 10)."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, User
from rinnalla.cases.disclosures.models import Disclosure, WrongReceiver
from rinnalla.lib import dates
from rinnalla.retention.erasing.models import KeptDisclosure
from rinnalla.retention.tests.lives import OWNER, case_in, moment, run_on, there

pytestmark = pytest.mark.usefixtures("live_db", "fresh_runs")
CLOSED, GIVEN = date(2028, 2, 29), date(2027, 11, 3)


def given(register: str, **more):
    """A case with one giving, closed some months later."""
    case = case_in(register, closed=moment(CLOSED))
    body, katri = case.holder_unit.organisation, User.objects.using(OWNER).get(username="katri")
    values = {
        "controller": body, "organisation": body, "receiver": "Jorma Vastaanottaja", "sections": ["person", "plan"],
        "field_groups": ["basics", "health"], "health_kinds": ["work_ability"], "aim": "joint_planning",
        "purpose": "work_ability_support", "statute": "l381_15", "channel": "secure_mail", "made_by": katri,
        "made_at": moment(GIVEN), **more,
    }
    return case, Disclosure.objects.using(OWNER).create(case=case, **values)


def kept(case) -> list[KeptDisclosure]:
    return list(KeptDisclosure.objects.using(OWNER).filter(of_case=case.pk).order_by("pk"))


@pytest.mark.parametrize(("register", "years"), [("multi_agency", 4), ("social_care", 10)])
def test_the_line_outlives_its_case_and_goes_twelve_years_after_the_giving(register, years):
    """Travelled through: the case's last day, the day after, the line's last day, the day after. Guards against:
    erasing without `retention_keep_disclosures` in `retention_drop_case`."""
    case, line = given(register)
    gone = dates.add_months(CLOSED, years * 12) + timedelta(days=1)
    run_on(gone - timedelta(days=1))
    assert there(case) and there(line) and not kept(case)
    run_on(gone)
    assert not there(case) and not there(line)
    (left,) = kept(case)
    told = (left.organisation_id, left.controller_id, left.given_at, left.given_by, left.statute)
    assert told == (line.organisation_id, line.controller_id, line.made_at, line.made_by_id, "l381_15")
    assert left.sections == ["person", "plan"] and left.field_groups == ["basics", "health"]
    assert (left.health_kinds, left.aim, left.channel) == (["work_ability"], "joint_planning", "secure_mail")
    last = dates.add_months(GIVEN, 144)
    run_on(last)
    assert there(left), "erased a day early"
    assert run_on(last + timedelta(days=1)).counts["log"] == 1
    assert not there(left), "kept a run too long"


def test_nobodys_words_or_names_stay_with_the_line_and_it_keeps_nobody(monkeypatch):
    """The receiver's name, what was said of a mistake and the person go with the case; the consent's number stays.
    Guards against: a foreign key of the line to the person or the consent."""
    case, _line = given("multi_agency")
    consent = Consent.objects.using(OWNER).create(
        case=case, organisation=case.holder_unit.organisation, mode="written", given_on=GIVEN
    )
    wrong = Disclosure.objects.using(OWNER).create(
        case=case, controller=case.holder_unit.organisation, organisation=case.holder_unit.organisation,
        receiver="Väärä Henkilö", sections=["person"], aim="joint_planning", purpose="work_ability_support",
        consent=consent, made_at=moment(GIVEN),
    )
    WrongReceiver.objects.using(OWNER).create(case=case, disclosure=wrong, outcome="returned", words="Osoite oli väärä")
    run_on(date(2032, 3, 1))
    assert not there(case) and not there(case.person) and not there(consent)
    first, second = kept(case)
    assert (second.consent_number, second.consent_given_on, second.wrong_outcome) == (1, GIVEN, "returned")
    text = " ".join(str(value) for one in (first, second) for value in vars(one).values())
    assert not any(word in text for word in ("Jorma", "Väärä", "Osoite", "Aino", "Erkkeri", case.number))


def test_a_client_with_another_case_still_sees_to_whom_data_were_given_and_nobody_writes_a_line():
    case, _line = given("multi_agency")
    later = case_in("multi_agency", closed=None, person=case.person)
    account = User.objects.using(OWNER).create(username=f"t-{case.pk}", name="Aino", person=case.person, password="!")
    run_on(date(2032, 3, 1))
    assert not there(case) and there(later)
    herself = Actor(kind="client", user_id=account.pk, person_id=case.person_id, name="Aino")
    other = User.objects.using(OWNER).get(username="tuula")
    stranger = Actor(kind="client", user_id=other.pk, person_id=other.person_id, name="Tuula")
    with transaction.atomic(), acting(stranger):
        assert not KeptDisclosure.objects.exists()
    with transaction.atomic(), acting(herself):
        assert KeptDisclosure.objects.get().of_case == case.pk
    for act in ("delete from", "update", "insert into"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting(herself):
            rest = {"update": " set aim = 'x'", "insert into": " default values"}.get(act, "")
            connection.cursor().execute(f"{act} retention_keptdisclosure{rest}")
