"""Everything of the own pages in one go, for the client and for whoever answers for one who can't use them.

Guards against: a part of the own pages that is not on the paper; a worker who sees on it what the client asked alone.
"""

from uuid import uuid4

import pytest

from rinnalla.access.models import Grant
from rinnalla.cases.messages.models import Message
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.portal.keeping.actions import write_note
from rinnalla.portal.models import OwnNote
from rinnalla.testing import as_actor

pytestmark = [pytest.mark.django_db]
PARTS = ("p-path", "p-plan", "p-meet", "p-mess", "p-help", "p-allow", "p-acts", "p-log")


@pytest.fixture
def written(cast, sign_in):
    """What stands on Tuula's pages: a message, a question about the log, a note of her own."""
    client = sign_in(cast.tuula)
    client.post("/my/messages/new/", {"text": "Selkä on parempi.", "whom": "team", "form_key": str(uuid4())})
    client.post("/my/requests/new/explanation/", {"text": "Miksi katsottiin?", "form_key": str(uuid4())})
    with as_actor(cast.a_tuula):
        write_note(case=cast.case, by=cast.a_tuula, about=OwnNote.About.ANYTHING, text="Vain minulle")
        assert Message.objects.filter(text="Selkä on parempi.").exists()


def test_the_clients_paper_holds_every_part_and_nothing_to_press(cast, sign_in, written):
    page = sign_in(cast.tuula).get("/my/paper/").content.decode()
    assert all(f'id="{part}"' in page for part in (*PARTS, "p-ask"))
    assert "Selkä on parempi." in page and "Miksi katsottiin?" in page and cast.case.wish in page
    inside = page.partition('class="onpaper"')[2].partition("<!--/own-->")[0]
    assert "<form" not in inside and "Vain minulle" not in page
    with as_actor(cast.a_tuula):
        assert AccessLine.objects.filter(action="print", user_id=cast.tuula.pk).exists()


def test_whoever_answers_for_the_client_prints_the_same_without_what_was_asked_alone(cast, sign_in, written):
    """Guards against: the client's requests given to the worker's page too."""
    address = f"/cases/{cast.case.uuid}/paper/"
    page = sign_in(cast.katri).get(address).content.decode()
    assert all(f'id="{part}"' in page for part in PARTS) and 'id="p-ask"' not in page
    assert "Selkä on parempi." in page and "Miksi katsottiin?" not in page and "Vain minulle" not in page
    with as_actor(cast.a_katri):
        assert AccessLine.objects.filter(action="print", user_id=cast.katri.pk, case_ids=[cast.case.pk]).exists()
    assert "Tulosti tietojasi." in sign_in(cast.tuula).get("/my/log/").content.decode()
    for user, status in ((cast.timo, 403), (cast.janne, 403), (cast.petra, 404), (cast.tuula, 404)):
        assert sign_in(user).get(address).status_code == status


def test_a_leave_that_misses_a_group_shows_no_paper(cast, sign_in, written):
    with as_actor(cast.a_katri):
        Grant.objects.filter(case=cast.case, user=cast.katri).update(field_groups=["basics", "social"])
    page = sign_in(cast.katri).get(f"/cases/{cast.case.uuid}/paper/").content.decode()
    assert "Siksi sivua ei näytetä." in page and "Selkä on parempi." not in page and dates.today()
