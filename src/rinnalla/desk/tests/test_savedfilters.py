"""Kept filters of the case list: own, shared with the unit, changed with a version, and told when they break.

Guards against: the unit not asked in `reachable`; `faults` returning nothing.
"""

from uuid import uuid4

import pytest
from django.http import QueryDict

from rinnalla.desk import savedfilters
from rinnalla.desk.models import SavedFilter
from rinnalla.lib.errors import Refused

NEW = "/cases/filters/new/"


def kept(browser, **more):
    sent = {"name": "Myöhässä", "asked": "whose=all&late=1&text=Rantanen", "form_key": str(uuid4()), **more}
    return browser.post(NEW, sent)


def test_a_filter_is_kept_without_the_clients_name_and_used_by_its_name(cast, sign_in):
    browser = sign_in(cast.katri)
    assert "Tallenna rajaus" in browser.get("/cases/?whose=all&late=1").content.decode()
    key = str(uuid4())
    assert [kept(browser, form_key=key).status_code for _ in range(2)] == [302, 302]
    row = SavedFilter.objects.get()
    assert (row.asked, row.unit) == ({"whose": "all", "late": "1"}, None)
    page = browser.get("/cases/").content.decode()
    assert f"filter={row.uuid}" in page and "late=1" in page and "Myöhässä" in page
    assert browser.get(f"/cases/?whose=all&late=1&filter={row.uuid}").status_code == 200
    assert str(row.uuid) not in sign_in(cast.petra).get("/cases/").content.decode()


def test_the_unit_sees_a_shared_one_and_only_its_keeper_changes_it(cast, sign_in):
    kept(sign_in(cast.katri), shared="on")
    row = SavedFilter.objects.get()
    assert str(row.uuid) in sign_in(cast.petra).get("/cases/").content.decode()
    for name, status in (("outi", 404), ("ritva", 404), ("petra", 422)):
        browser = sign_in(cast.everybody[name])
        assert browser.post(f"/cases/filters/{row.uuid}/", {"name": "X", "version": 1}).status_code == status
        assert browser.post(f"/cases/filters/{row.uuid}/removal/").status_code == status
    browser = sign_in(cast.katri)
    sent = {"name": "Myöhässä olevat", "version": row.version}
    assert [browser.post(f"/cases/filters/{row.uuid}/", sent).status_code for _ in range(2)] == [302, 422]
    row.refresh_from_db()
    assert (row.name, row.unit) == ("Myöhässä olevat", None)
    assert browser.post(f"/cases/filters/{row.uuid}/removal/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_filter_that_no_longer_holds_is_told_and_the_rest_of_it_used(cast, sign_in):
    SavedFilter.objects.create(user=cast.katri, name="Vanha", asked={"whose": "all", "stage": "gone"})
    browser = sign_in(cast.katri)
    row = SavedFilter.objects.get()
    page = browser.get(f"/cases/?whose=all&filter={row.uuid}").content.decode()
    assert "Rajaus Vanha ei enää toimi kokonaan" in page and "Rantanen, Tuula" in page


@pytest.mark.parametrize("asked", ["", "whose=king", "text=Rantanen"])
def test_what_the_list_does_not_know_is_not_kept(cast, sign_in, asked):
    answer = kept(sign_in(cast.katri), asked=asked)
    assert answer.status_code == 422 and "rajaa uudelleen" in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_a_name_is_ones_own_once(cast, sign_in):
    kept(sign_in(cast.katri))
    assert kept(sign_in(cast.katri)).status_code == 422
    assert kept(sign_in(cast.petra)).status_code == 302
    with pytest.raises(Refused, match="joka sen tallensi"):
        savedfilters.drop_filter(row=SavedFilter.objects.get(user=cast.petra), by=cast.a_katri)
    assert savedfilters.asked_of(QueryDict("whose=mine&page=3&text=x")) == {"whose": "mine"}
