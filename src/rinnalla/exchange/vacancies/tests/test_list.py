"""A list of vacancies: seen before it goes in, each bad line told, each vacancy once.

Seen red: a repeat that came twice, an identity code repeated among the faults.
"""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rinnalla.employers.tests.near import BUSINESS_ID, an_employer
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.exchange.models import PendingImport
from rinnalla.exchange.vacancies import actions
from rinnalla.lib import dates, hetu
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
HEAD = (
    "Y-tunnus;Työnantaja;Työ;Kuvaus;Ammattiryhmä;Taidot;Kunta;Tunnit vähintään;Tunnit enintään;Vuorot;Alkaa;"
    "Hakuaika päättyy;Tunniste;Oma sarake"
)


@pytest.fixture
def row(cast):
    return an_employer(cast.a_janne)


def line(**more) -> str:
    cells = {
        "id": BUSINESS_ID, "name": "", "title": "Taimien hoitaja", "text": "Ruukutus", "isco": "9214",
        "skills": "Puutarhatyö, Kasvien hoito", "place": "Koivulan alue kunta", "least": "15", "most": "20,5",
        "times": "Aamu|Päivä", "starts": "1.3.2027", "ends": "1.2.2027", "own": "A-1", "other": "x", **more,
    }  # fmt: skip
    return ";".join(cells.values())


def csv(*lines: str) -> bytes:
    return ("\ufeff" + "\r\n".join([HEAD, *lines])).encode()


def send(browser, data: bytes):
    return browser.post("/import/vacancies/", {"file": SimpleUploadedFile("paikat.csv", data, "text/csv")})


@pytest.mark.row("T-66")
def test_a_list_is_seen_then_goes_in_and_never_twice(cast, row, sign_in):
    browser = sign_in(cast.janne)
    data = csv(line(), line(id="", name="meriruohon puutarha oy", title="Myyjä", own="", isco=""), line())
    answer = send(browser, data)
    assert answer.status_code == 302 and not Vacancy.objects.exists()
    page = browser.get(answer.url).content.decode()
    assert "2 paikkaa voidaan tuoda" in page and "Rivit 4." in page and "Oma sarake" in page and "Rivi 2" in page
    pending = PendingImport.objects.get()
    wrong = browser.post(answer.url + "confirmation/", {"digest": "0" * 64})
    assert wrong.status_code == 422 and not Vacancy.objects.exists()
    for _time in range(2):
        assert browser.post(answer.url + "confirmation/", {"digest": pending.digest}).status_code == 302
    assert "2 paikkaa tuotiin" in browser.get(answer.url).content.decode()
    one = Vacancy.objects.get(foreign_id="A-1")
    assert (one.source, one.occupation, one.skills, one.times) == (
        "list", "9214", ["gardening", "plant_care"], ["morning", "day"]
    )  # fmt: skip
    assert one.municipality.code == "995" and str(one.hours_to) == "20.5" and dates.d(one.deadline) == "1.2.2027"
    again = send(browser, data)
    assert "Mitään uutta ei tule" in browser.get(again.url).content.decode()
    assert browser.post(again.url + "removal/").status_code == 302 and Vacancy.objects.count() == 2


def test_each_bad_line_is_told_and_costs_no_other(cast, row):
    code = hetu.invent(date(1980, 5, 1), 906).text
    lines = [
        line(id="9000001-2"), line(id="9000003-8"), line(id="", name="Tuntematon Oy"), line(title=""),
        line(isco="0000"), line(skills="Lentäminen"), line(place="Helsinki"), line(least="60"),
        line(least="30", most="20"), line(ends="31.2.2027"), line(times="Aamuyö"), line(text=f"Sopii {code}"),
        line(own=code), line(title="Tämä kelpaa", own="ok"),
    ]  # fmt: skip
    checked = actions.check(name="x.csv", data=csv(*lines), region=cast.region)
    assert [one.values["title"] for one in checked.rows] == ["Tämä kelpaa"]
    told = {fault.line: (fault.column, fault.reason) for fault in checked.faults}
    columns = ["Y-tunnus", "Y-tunnus", "Työnantaja", "Työ", "Ammattiryhmä", "Taidot", "Kunta", "Tunnit vähintään",
               "Tunnit enintään", "Hakuaika päättyy", "Vuorot", "Kuvaus", "Tunniste"]  # fmt: skip
    assert [told[number][0] for number in range(2, 15)] == columns
    assert all(fault.reason and fault.expected for fault in checked.faults)
    assert not any(code in fault.value for fault in checked.faults), "an identity code is not repeated"


@pytest.mark.parametrize("data, said", [
    (b"", "tyhj"), (b"Nimi;Ika\nx;1", "puuttuu"), ("Työ;Kunta\nMyyjä;x".encode(), "Y-tunnus puuttuu"),
])  # fmt: skip
def test_what_is_no_list_is_told(cast, row, sign_in, data, said):
    answer = send(sign_in(cast.janne), data)
    assert answer.status_code == 422 and said in answer.content.decode() and not PendingImport.objects.exists()


def test_only_who_keeps_the_register_brings_a_list_and_only_the_own(cast, row, sign_in):
    browser = sign_in(cast.janne)
    kept = send(browser, csv(line()))
    assert sign_in(cast.timo).get(kept.url).status_code == 404, "a kept list is its owner's alone"
    for name in ("rooli-manager", "rooli-doctor"):
        assert sign_in(cast.everybody[name]).get("/import/vacancies/").status_code == 403
    with as_actor(cast.a_janne), pytest.raises(Refused, match="työnantajakoordinaattorit"):
        pending = PendingImport.objects.get()
        actions.confirm(pending=pending, by=cast.a_laura, digest=pending.digest)
    assert not Vacancy.objects.exists()
