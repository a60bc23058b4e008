"""What a coach does with an employer for a client: the register learns of the contact, never of the client (T-66)."""

from uuid import uuid4

import pytest

from rinnalla.employers.contacting.models import EmployerContact
from rinnalla.employers.tests.near import an_employer, planned
from rinnalla.employment import working
from rinnalla.employment.models import Application, CoachingContact, Job
from rinnalla.employment.tests.coaching import start
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def coaching(cast):
    with as_actor(cast.a_katri):
        return start(cast)


@pytest.mark.row("T-66", "C-22")
def test_a_coachs_visit_for_a_client_warns_the_next_body_and_names_nobody(cast, coaching, sign_in):
    """Guards against: the coaching's words, or its case, copied into the register."""
    row = an_employer(cast.a_timo)
    browser = sign_in(cast.janne)
    address = f"/cases/{cast.case.uuid}/coaching/{coaching.uuid}/contact/"
    sent = {
        "parties": ["employer"], "place": "workplace", "minutes": "30", "purpose": "agreeing",
        "text": "Tuula aloittaa.", "next_step": "Soitto",
        "again": "7", "on": dates.d(dates.today()), "version": str(coaching.version),
        "employer_row": str(row.uuid), "form_key": str(uuid4()),
    }
    assert [browser.post(address, sent).status_code for _n in (1, 2)] == [302, 302]
    contact = EmployerContact.objects.get()
    assert (contact.employer_id, contact.user_id, contact.channel, contact.text) == (row.pk, cast.janne.pk, "visit", "")
    with as_actor(cast.a_janne):
        assert CoachingContact.objects.get().employer_row_id == row.pk
    page = sign_in(cast.timo).get(f"/employers/{row.uuid}/").content.decode()
    assert "Janne Kallio (Askel ry) oli yhteydessä" in page
    assert not any(word in page for word in ("Tuula", "Rantanen", cast.case.number))
    with pytest.raises(Refused, match="Janne Kallio"):
        planned(row, cast.a_timo)


def test_a_contact_with_the_client_alone_tells_the_register_nothing(cast, coaching):
    row = an_employer(cast.a_timo)
    with as_actor(cast.a_janne):
        working.note_contact(
            episode=coaching, by=cast.a_janne, parties=["client"], place="remote", minutes=15, employer_row=row
        )
    assert not EmployerContact.objects.exists()


def test_jobs_and_applications_point_to_the_register_and_keep_their_words(cast, coaching):
    row = an_employer(cast.a_timo)
    with as_actor(cast.a_janne):
        working.save_profile(episode=coaching, based_on=0, by=cast.a_janne, parts={"wish": "Puutarhalle"})
        working.add_application(
            episode=coaching, by=cast.a_janne, employer="Meriruohon kasvihuone", title="Apulainen", state="sent",
            fit="fits", employer_row=row,
        )
        working.add_job(
            episode=coaching, by=cast.a_janne, employer="Meriruohon kasvihuone", title="Apulainen", kind="open_paid",
            starts_on=dates.today(), employer_row=row,
        )
        for model in (Application, Job):
            found = model.objects.get()
            assert (found.employer, found.employer_row_id) == ("Meriruohon kasvihuone", row.pk)
