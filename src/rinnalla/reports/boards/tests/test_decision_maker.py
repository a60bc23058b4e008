"""Who decides sees the region's sums and nothing of anybody: no client and no worker is named on any page or in a file.

Guards against: a name in a table of the steering group, another region's board, a page of clients opened to the role.
"""

import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
import python_calamine
from django.test import Client

from rinnalla.access.acting import acting, system
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.access.routes import all_routes
from rinnalla.access.starting import start_of
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.network.development.models import Development
from rinnalla.network.projects.models import Project, Spending
from rinnalla.people.models import Person
from rinnalla.reports.boards import files
from rinnalla.reports.boards.quarter.periods import last_finished
from rinnalla.reports.boards.quarter.report import quarter_board
from rinnalla.reports.boards.tests.world import closed, guided, needs, opened, sent, served
from rinnalla.reports.forms import last_finished as last_half
from rinnalla.testing import as_actor, clear_wall

pytestmark = pytest.mark.django_db
ROLE, PASSWORD = "decision_maker", "rinnalla koe 2026"


@pytest.fixture
def region_at_work(cast):
    """Clients with names in the last finished half-year, and what the bodies did in the last finished quarter."""
    half, quarter = last_half(), last_finished()
    cards = offer_everything(cast.region, cast.jobs)
    for number, case in enumerate(opened(cast, range(18), half.since)):
        sent(cast, case, "kela", half.since)
        needs(cast, case, "health", "work", on=half.since)
        served(cast, case, cards["pay_subsidy"], half.since + timedelta(days=5))
        guided(cast, case, cards["pay_subsidy"], half.before.since)
        if number < 6:
            closed(cast, case, "employment", half.since + timedelta(days=30))
    with as_actor(cast.actor("rooli-manager")):
        more = {"region": cast.region, "unit": cast.team, "made_by": cast.katri}
        project = Project.objects.create(
            **more, name="Lähelle työtä", funder="ESR+", budget_eur=Decimal(1000), aims="x",
            starts_on=quarter.since - timedelta(days=300), ends_on=quarter.until + timedelta(days=300),
        )  # fmt: skip
        for on, amount in ((quarter.since, 300), (quarter.since - timedelta(days=1), 900), (dates.today(), 50)):
            Spending.objects.create(project=project, on=on, what="Palkat", amount_eur=amount, made_by=cast.katri)
        day = quarter.since + timedelta(days=3)
        for title, state, due, text in (
            ("Yhteinen lomake", "done", day, {"findings": "Lomake otettiin käyttöön."}),
            ("Iltavastaanotto", "considered_not_done", day, {"reason": "Väki ei riitä."}),
            ("Uusi ohje", "under_way", quarter.until - timedelta(days=9), {}),
        ):
            row = Development.objects.create(
                **more, title=title, what="x", state=state, state_on=day, responsible=cast.katri, due_on=due, **text
            )
            Development.objects.filter(pk=row.pk).update(made_at=dates.start_of_day(quarter.since))
    return quarter


def names_of_everybody(cast, own: str) -> set[str]:
    """Every client and every worker there is, but for the reader."""
    with as_actor(cast.a_katri):
        clients = {f"{one.given_names} {one.family_name}" for one in Person.objects.all()}
        clients |= {one.family_name for one in Person.objects.all()}
    users = {one.name for one in User.objects.all() if one.name and one.username != own}
    return {one for one in clients | users if len(one) > 3}


@pytest.mark.row("L-05")
def test_no_page_and_no_file_of_the_role_names_anybody(cast, region_at_work, sign_in, monkeypatch):
    """Every address the role's permissions open, and each form of each file. Seen red: the one who answers for a
    development action added to the steering group's table."""
    monkeypatch.setattr(files, "pdf", lambda template, data: json.dumps(data, ensure_ascii=False).encode())
    reader = Membership.objects.get(user=cast.roles[ROLE]).user
    browser, names = sign_in(reader), names_of_everybody(cast, reader.username)
    assert len(names) > 20 and any("Koe" in one for one in names) and cast.katri.name in names
    allowed = {str(one) for one in ROLES[ROLE].permissions}
    walked = []
    for route in all_routes():
        if "GET" not in route["methods"] or route["permission"] not in allowed:
            continue
        forms = ("csv", "xlsx", "pdf") if route["path"].endswith("/file/") else ("",)
        for form in forms:
            answer = browser.get(route["path"] + (f"?as={form}" if form else ""))
            assert answer.status_code == 200, route["path"]
            text = text_of(answer, form)
            assert not [one for one in names if one in text], (route["path"], form)
            walked.append(route["path"])
    assert {path for path in walked if path.startswith("/reports/boards/")} >= {
        "/reports/boards/", "/reports/boards/needs/", "/reports/boards/quarter/", "/reports/boards/quarter/file/",
    }  # fmt: skip
    assert len(walked) > 20


def text_of(answer, form: str) -> str:
    if form != "xlsx":
        return answer.content.decode()
    book = python_calamine.load_workbook(io.BytesIO(answer.content))
    sheets = [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]
    return json.dumps(sheets, default=str, ensure_ascii=False)


def test_the_role_opens_nothing_else(cast, region_at_work, sign_in):
    browser = sign_in(cast.roles[ROLE])
    for path in ("/day/", "/cases/", "/reports/", "/reports/feedback/", "/employers/", "/services/", "/search/"):
        assert browser.get(path).status_code == 403, path
    with as_actor(cast.actor(f"rooli-{ROLE}")):
        assert not Person.objects.exists()


@pytest.mark.row("L-02")
@pytest.mark.parametrize(
    ("role", "start"),
    [("responsible_worker", "/day/"), ("coordinator", "/team/"), (ROLE, "/reports/boards/"), ("client", "/my/")],
)
def test_client_professional_team_and_decision_maker_land_on_their_own_start_page(cast, role, start):
    """By signing in, as a person does. Against: everybody sent to the day of a professional."""
    with acting(system("cast")):
        user = cast.everybody["tuula"] if role == "client" else cast.roles[role]
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    browser = Client()
    answer = browser.post("/sign-in/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302 and answer.headers["Location"] == start
    clear_wall()
    assert browser.get(start).status_code == 200


def test_every_role_has_a_start_page_it_may_open():
    permission = {"/team/": P.TEAM_BOARD, "/day/": P.DAY_VIEW, "/reports/boards/": P.BOARD_VIEW}
    assert all(permission[start_of(key)] in role.permissions for key, role in ROLES.items())


def test_the_quarter_is_filled_from_records(cast, region_at_work):
    """Money, decisions and deviations of the quarter, and feedback of the half that was over."""
    with as_actor(cast.actor(f"rooli-{ROLE}")):
        board = quarter_board(cast.region, region_at_work)
    told = {one.key: one for one in board.sections}
    assert list(told) == [
        "indicators", "money", "events", "trainings", "feedback", "developed", "decisions", "deviations",
    ]  # fmt: skip
    assert all(one.sentence and (one.notes or one.defined or one.parts) for one in board.sections), "defined each"
    name, _funder, _budget, now, whole, _ends = (one.replace("\xa0", " ") for one in told["money"].rows[0])
    assert (name, now, whole) == ("Lähelle työtä", "300,00 €", "1 200,00 € (120 %)")
    assert [row[:3] for row in told["decisions"].rows] == [
        ["Yhteinen lomake", "Tehty", "Lomake otettiin käyttöön."],
        ["Iltavastaanotto", "Harkittu, ei tehty", "Väki ei riitä."],
    ]  # fmt: skip
    deviations = {row[0]: row[1] for row in told["deviations"].rows}
    assert set(deviations) == {"Uusi ohje", "Lähelle työtä"} and "120 %" in deviations["Lähelle työtä"]
    assert len(told["developed"].rows) == 3 and len(told["indicators"].parts) == 12


def test_a_quarter_that_is_not_over_is_refused(cast, sign_in):
    browser = sign_in(cast.roles[ROLE])
    running = f"{dates.today().year}-{(dates.today().month - 1) // 3 + 1}"
    assert browser.get(f"/reports/boards/quarter/?quarter={running}").status_code == 422
    running = f"{dates.today().year}-{1 if dates.today().month < 7 else 2}"
    assert browser.get(f"/reports/boards/?half={running}").status_code == 422
