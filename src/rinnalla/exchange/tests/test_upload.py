"""The page that brings a list in: choose, see, say yes, see what went in; strange files; a long list step by step."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rinnalla import outbox
from rinnalla.access.acting import acting
from rinnalla.exchange import actions, jobs
from rinnalla.exchange.models import PendingImport
from rinnalla.exchange.tests import lists
from rinnalla.exchange.tests.test_import import add_places, long_list
from rinnalla.lib import dates
from rinnalla.referrals.models import Referral

START = "/import/referrals/"


@pytest.fixture
def katri(cast, sign_in):
    add_places()
    return sign_in(cast.katri)


def send(browser, data: bytes, name: str = "lista.csv"):
    return browser.post(START, {"file": SimpleUploadedFile(name, data)})


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def kept(cast) -> list[PendingImport]:
    with acting(cast.a_katri):
        return list(PendingImport.objects.all())


def referrals(cast) -> int:
    with acting(cast.a_katri):
        return Referral.objects.sent_by_me(cast.a_katri).count()


def test_sample_from_choice_to_result(katri, cast):
    sent = send(katri, lists.SAMPLE.read_bytes())
    assert sent.status_code == 302
    shown = text_of(katri.get(sent.url))
    assert "33 ohjausta voidaan tuoda" in shown and "7 riviä ei kelpaa" in shown and "1 rivi on jo tuotu" in shown
    for line, value in ((6, ""), (11, "31.2.2026"), (33, "oma_keksintö")):
        assert re.search(rf"\b{line} ", shown) and value in shown
    assert referrals(cast) == 0

    one = kept(cast)[0]
    yes = katri.post(sent.url + "confirmation/", {"digest": one.digest})
    assert yes.status_code == 302 and referrals(cast) == 33
    told = text_of(katri.get(yes.url))
    assert "33 ohjausta tuotiin" in told and "7 riviä ei kelpaa" in told
    assert kept(cast)[0].content is None
    katri.post(sent.url + "confirmation/", {"digest": one.digest})  # sent twice is done once
    assert referrals(cast) == 33

    again = text_of(katri.get(send(katri, lists.SAMPLE.read_bytes()).url))
    assert "0 ohjausta voidaan tuoda" in again and "34 riviä on jo tuotu" in again


def test_page_tells_what_a_file_is_like(katri):
    page = text_of(katri.get(START))
    assert "20 Mt" in page and "Saapunut" in page and "Henkilötunnus" in page


@pytest.mark.parametrize(
    "data, told",
    [
        (b"", "on tyhjä"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "ei ole luettelo"),
        (b"\xd0\xcf\x11\xe0" + b"\xa1\xb1\x1a\xe1" * 9, ".xls"),
        (b"a;b\r\n1;2\r\n", "Sarake Saapunut puuttuu"),
        (b"\xff\xfea\x00", "UTF-16"),
    ],
)
def test_a_strange_file_is_told_and_not_kept(katri, cast, data, told):
    answer = send(katri, data)
    assert answer.status_code == 422 and told in text_of(answer)
    assert kept(cast) == []


def test_no_file_and_too_big_a_file(katri, monkeypatch):
    assert "Valitse tiedosto" in text_of(katri.post(START, {}))
    from rinnalla.exchange import forms

    monkeypatch.setattr(forms, "MAX_BYTES", 10)
    answer = send(katri, lists.SAMPLE.read_bytes())
    assert answer.status_code == 422 and "20 megatavua" in text_of(answer)


def test_hostile_text_is_shown_as_text(katri):
    data = lists.line_of(municipality="<script>alert(1)</script>", wish="=cmd|' /C calc'!A0")
    page = katri.get(send(katri, data).url).content.decode()
    assert "<script>alert(1)</script>" not in page and "&lt;script&gt;" in page


def test_kept_sealed_and_for_its_owner_alone(katri, cast, sign_in):
    sent = send(katri, lists.SAMPLE.read_bytes())
    one = kept(cast)[0]
    assert b"Hassan" not in bytes(one.content) and "Hassan" not in str(one.__dict__)
    other = sign_in(cast.petra)
    assert other.get(sent.url).status_code == 404
    assert other.post(sent.url + "confirmation/", {"digest": one.digest}).status_code == 404
    assert sign_in(cast.janne).get(START).status_code == 403


def test_another_digest_brings_nothing_in(katri, cast):
    sent = send(katri, lists.SAMPLE.read_bytes())
    answer = katri.post(sent.url + "confirmation/", {"digest": "0" * 64})
    assert answer.status_code == 422 and referrals(cast) == 0


def test_no_removes_the_file(katri, cast):
    sent = send(katri, lists.SAMPLE.read_bytes())
    assert katri.post(sent.url + "removal/").status_code == 302
    assert kept(cast) == [] and referrals(cast) == 0


def test_gone_within_the_hour(katri, cast):
    sent = send(katri, lists.SAMPLE.read_bytes())
    one = kept(cast)[0]
    assert one.keep_until - one.made_at <= timedelta(hours=1, seconds=1)
    with acting(cast.a_katri):
        PendingImport.objects.update(keep_until=dates.now() - timedelta(seconds=1))
    assert katri.get(sent.url).status_code == 404
    jobs.forget_lists()
    assert kept(cast) == []


def test_a_long_list_goes_in_by_steps_with_its_progress(katri, cast, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 40)
    sent = send(katri, long_list(100, seed=5))
    one = kept(cast)[0]
    assert katri.post(sent.url + "confirmation/", {"digest": one.digest}).status_code == 302
    page = katri.get(sent.url)
    assert "0 / 95 riviä käsitelty" in text_of(page) and page.headers["Refresh"] == "5"
    with acting(cast.a_katri):
        actions.run_step(pending_id=one.pk, by=cast.a_katri)
    assert "40 / 95 riviä käsitelty" in text_of(katri.get(sent.url))
    assert referrals(cast) == 40
    outbox.run_pending(strict=True)
    told = text_of(katri.get(sent.url))
    assert "95 ohjausta tuotiin" in told and "5 riviä ei kelpaa" in told
    assert referrals(cast) == 95
