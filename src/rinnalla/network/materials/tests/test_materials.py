"""The bank: found by one's own words, old versions readable, what is late marked and told of; what was made for clients
and employers is for everybody, the rest for nobody outside (T-48, T-65, T-34)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict
from rinnalla.network import jobs
from rinnalla.network.materials import actions, figures
from rinnalla.network.materials.actions import Content
from rinnalla.network.materials.models import Material, MaterialUse, MaterialVersion
from rinnalla.outbox import run_pending
from rinnalla.testing import as_actor

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n"
KEY = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6c11"


def add(by, title="Työkokeilun ohje", audience="professional", language="fi", kind="instruction", text="", **more):
    content = Content(title, more.pop("summary", "Mitä sovitaan ennen aloitusta."), text or "Sovi tavoite.", "",
                      more.pop("file", None))  # fmt: skip
    with as_actor(by):
        return actions.add_material(
            by=by, content=content, kind=kind, audience=audience, areas=more.pop("areas", []), language=language,
            review_on=dates.today() + timedelta(days=200), **more,
        )


def late(row):
    Material.objects.filter(pk=row.pk).update(review_on=dates.today() - timedelta(days=1))


@pytest.mark.row("T-48")
def test_search_finds_other_forms_parts_of_compounds_and_other_languages(cast, sign_in):
    """Seen red: without the beginnings of words the dictionaries alone did not know "asiakkaalla"."""
    add(cast.a_katri, "Työkyvyn puheeksi ottaminen", text="Kysy, miten asiakas jaksaa työssä.")
    add(cast.a_katri, "Arbetsprövning", language="sv", summary="Vad som avtalas.", text="Kom överens om målet.")
    client = sign_in(cast.janne)

    def found(words):
        page = client.get("/materials/", {"q": words}).content.decode()
        return [one for one in ("Työkyvyn puheeksi", "Arbetsprövning") if one in page]

    assert found("asiakkaalla") == ["Työkyvyn puheeksi"]
    assert found("puheeksi työkyky") == ["Työkyvyn puheeksi"]
    assert found("prövning") == ["Arbetsprövning"]
    assert found("avtala") == ["Arbetsprövning"]
    assert found("verotus") == []
    assert "Näillä sanoilla ei löytynyt" in client.get("/materials/", {"q": "verotus"}).content.decode()


@pytest.mark.row("T-48")
def test_an_old_version_stays_readable_and_cannot_be_changed(cast, sign_in):
    """Guards against: a version overwritten, in the program or past it; a save from an older page."""
    row = add(cast.a_katri, text="Ensimmäinen teksti.")
    client = sign_in(cast.katri)
    form = {"title": "Työkokeilun ohje", "summary": "Lyhyesti.", "text": "Toinen teksti.", "news": "Uusi laki",
            "version": row.version, "form_key": KEY}  # fmt: skip
    address = f"/materials/{row.uuid}/"
    assert [client.post(address + "versions/new/", form).status_code for _n in range(2)] == [302, 302]
    assert row.versions.count() == 2
    newest = client.get(address).content.decode()
    assert "Toinen teksti." in newest and "Uusi laki" in newest and "Ensimmäinen teksti." not in newest
    old = row.versions.get(number=1)
    page = client.get(f"{address}versions/{old.uuid}/").content.decode()
    assert "Ensimmäinen teksti." in page and "vanha versio 1" in page
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        MaterialVersion.objects.filter(pk=old.pk).update(text="Muutettu.")
    stale = client.post(address + "versions/new/", {**form, "form_key": "", "text": "Kolmas."})
    assert stale.status_code == 409 and "Kolmas." in stale.content.decode() and row.versions.count() == 2


@pytest.mark.row("T-48")
def test_what_waits_for_a_review_is_marked_told_once_and_reviewed(cast, sign_in):
    row = add(cast.a_katri)
    client = sign_in(cast.katri)
    assert "Piti tarkistaa" not in client.get("/materials/").content.decode()
    late(row)
    assert "Piti tarkistaa" in client.get("/materials/").content.decode()
    told = [_mails(), _mails()]
    assert "katri@example.org" in told[0] and "janne@example.org" not in told[0] and told[1] == []
    form = {"next_on": dates.d(dates.today() + timedelta(days=300)), "version": row.version}
    assert sign_in(cast.petra).post(f"/materials/{row.uuid}/review/", form).status_code == 302
    assert "Piti tarkistaa" not in client.get("/materials/").content.decode()
    with as_actor(cast.a_katri), pytest.raises(Conflict):
        actions.review(material=row, version=row.version, by=cast.a_katri, next_on=dates.today() + timedelta(days=9))


def _mails():
    mail.outbox.clear()
    jobs.look_ahead()
    run_pending(strict=True)
    return sorted(one.to[0] for one in mail.outbox if "/materials/" in one.body)


@pytest.mark.row("T-48")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00", "ei ole PDF"), (b"PK\x03\x04docx", "ei ole PDF"), (b"<html><script>", "ei ole PDF"),
        (PDF[:-7], "jäänyt kesken"), (PDF.replace(b"/Type", b"/OpenAction"), "ohjelma tai liite"), (b"", "tyhjä"),
        (PDF + b" " * (5 * 1024 * 1024), "liian suuri"),
    ],
)
def test_strange_files_are_refused_whatever_their_name(cast, sign_in, content, said):
    client = sign_in(cast.katri)
    form = {"title": "Lomake", "summary": "Lyhyesti.", "kind": "form", "audience": "client", "language": "fi",
            "review_on": dates.d(dates.today() + timedelta(days=90)), "form_key": KEY,
            "file": SimpleUploadedFile("ohje.pdf", content, "application/pdf")}  # fmt: skip
    page = client.post("/materials/new/", form)
    assert page.status_code == 422 and said in page.content.decode() and "Lyhyesti." in page.content.decode()
    assert not Material.objects.exists()


@pytest.mark.row("T-65", "T-48", "T-41")
def test_what_is_for_clients_and_employers_is_for_everybody_and_nothing_else(cast, sign_in):
    """Seen red: `open_to_all` without its `exclude`."""
    ours = add(cast.a_katri, "Työryhmän ohje")
    theirs = add(cast.a_katri, "Näin haet kuntoutusta", audience="client", file=PDF)
    boss = add(cast.a_katri, "Palkkatuki työnantajalle", audience="employer")
    anybody = sign_in()
    clients, employers = (anybody.get(f"/read/{asked}").content.decode() for asked in ("", "?for=employer"))
    assert "Näin haet kuntoutusta" in clients and "Palkkatuki" not in clients and "Työryhmän" not in clients
    assert "Palkkatuki työnantajalle" in employers and "Näin haet" not in employers
    assert "Sovi tavoite." in anybody.get(f"/read/{boss.uuid}/").content.decode()
    file = anybody.get(f"/read/{theirs.uuid}/file/")
    assert file.content == PDF and file["Content-Disposition"].startswith("attachment")
    for address in (f"/read/{ours.uuid}/", f"/read/{ours.uuid}/file/", f"/read/{boss.uuid}/file/"):
        assert anybody.get(address).status_code == 404, address
    assert anybody.get(f"/materials/{ours.uuid}/").status_code == 302
    assert sign_in(cast.ritva).get(f"/materials/{ours.uuid}/").status_code == 404
    with as_actor(cast.a_katri):
        actions.withdraw(material=boss, by=cast.a_katri)
    assert anybody.get(f"/read/{boss.uuid}/").status_code == 404


def test_only_the_owning_units_keepers_change_it(cast, sign_in):
    row = add(cast.a_katri)
    assert sign_in(cast.laura).get("/materials/new/").status_code == 403
    other = sign_in(cast.janne)
    assert "Uusi versio" not in other.get(f"/materials/{row.uuid}/").content.decode()
    with as_actor(cast.a_janne), pytest.raises(Refused, match="oma yksikkö"):
        actions.withdraw(material=row, by=cast.a_janne)
    with as_actor(cast.a_katri), pytest.raises(Refused, match="henkilötunnus"):
        actions.add_version(material=row, version=1, by=cast.a_katri, content=Content("T", "S", "Asiakas 130479-912X."))


@pytest.mark.row("T-34")
def test_methods_in_use_are_counted_by_person_and_small_numbers_hidden(cast, sign_in):
    """Distinct methods: said twice is once; a form is no method."""
    rows = [add(cast.a_katri, f"Menetelmä {n}", kind="method") for n in range(3)]
    form = add(cast.a_katri, "Lomake", kind="form")
    client = sign_in(cast.janne)
    for row in (rows[0], rows[0], rows[1], form):
        client.post(f"/materials/{row.uuid}/use/", {"used": "1"})
    assert MaterialUse.objects.count() == 3 and figures.methods_of(cast.janne.pk) == 2
    assert "Käytössäsi 2 menetelmää" in client.get("/trainings/own/").content.decode()
    for user in ("laura", "timo", "outi", "petra", "katri"):
        sign_in(cast.everybody[user]).post(f"/materials/{rows[2].uuid}/use/", {"used": "1"})
    told = figures.methods_in_use(cast.region.pk, dates.today(), 5)
    assert (told["1"].number, told["2"].kind, told["3+"].number) == (5, "small", 0)
    client.post(f"/materials/{rows[0].uuid}/use/", {"used": "0"})
    assert figures.methods_of(cast.janne.pk) == 1
