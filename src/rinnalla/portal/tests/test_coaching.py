"""The client's own coaching page: what is next, and stopping alone (T-62).

Seen red: a stop that left the coach in.
"""

import pytest

from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.tests.coaching import start
from rinnalla.testing import as_actor


@pytest.mark.row("T-62")
def test_a_client_sees_the_coaching_and_stops_it_alone(cast, sign_in):
    tuula = sign_in(cast.tuula)
    assert "ei ole nyt työhönvalmennusta" in tuula.get("/my/coaching/").content.decode()
    assert tuula.get("/my/coaching/stop/").headers["Location"] == "/my/coaching/"
    with as_actor(cast.a_katri):
        start(cast)
    page = tuula.get("/my/coaching/").content.decode()
    assert "Janne Kallio" in page and "Ensimmäinen tapaaminen" in page
    assert "Syytä ei tarvitse kertoa" in tuula.get("/my/coaching/stop/").content.decode()
    assert [tuula.post("/my/coaching/stop/").headers["Location"] for _n in range(2)] == ["/my/coaching/"] * 2
    assert "Olet lopettanut" in tuula.get("/my/coaching/").content.decode()
    with as_actor(cast.a_katri):
        assert CoachingEpisode.objects.get().stopped_by == cast.tuula
    assert sign_in(cast.janne).get(f"/cases/{cast.case.uuid}/coaching/").status_code == 404
