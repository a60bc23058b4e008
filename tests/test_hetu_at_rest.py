"""Identity codes at rest (goal H1): nowhere in plain, nothing to be had by trying, bound to their own row."""

import hashlib
import hmac
from datetime import date, timedelta

import pytest
from django.db import connections

from rinnalla.access.models import Draft, User
from rinnalla.lib import hetu
from rinnalla.lib.sealed import SealBroken, open_text, seal_text
from rinnalla.people.actions import _aad, _seal
from rinnalla.people.models import FormerCode, Person
from tests.test_retention import every_row

pytestmark = pytest.mark.usefixtures("live_db")
OWNER = "owner"
CODES = [hetu.invent(date(1950, 1, 1) + timedelta(days=97 * number), 900 + number % 100) for number in range(200)]


@pytest.fixture(scope="module")
def people(live_db) -> list[Person]:
    """Two hundred people with a code, a former one, and a draft in which the code was typed."""
    katri = User.objects.using(OWNER).get(username="katri")
    region = katri.memberships.get().unit.organisation.region
    made = []
    for number, code in enumerate(CODES):
        person = Person(region=region)
        person.set_names("Testi", f"Henkilö{number}")
        person.save(using=OWNER)
        _seal(person, code)
        person.save(using=OWNER)
        made.append(person)
    FormerCode.objects.using(OWNER).create(
        person=made[0], region=region, hetu_sealed=made[0].hetu_sealed, hetu_index=b"former", reason="changed"
    )
    path = "/cases/new/"
    Draft.objects.using(OWNER).create(
        user=katri, path=path,
        content=seal_text(f"hetu={CODES[0].text}", purpose="draft", bound_to=f"{katri.pk}:{path}"),
    )
    return made


def test_no_code_stands_in_plain_in_any_table(people):
    """Every table as text, bytes as hex too. Seen red: with one code written into a name."""
    whole = "\n".join(text for texts in every_row().values() for text in texts).lower()
    assert len(whole) > 100_000
    for code in CODES:
        assert code.text.lower() not in whole
        assert code.text.lower().encode().hex() not in whole
        assert code.text[:6] + code.text[7:].lower() not in whole, "not without its separator either"


def test_a_stolen_copy_without_the_keys_gives_up_no_code(people):
    """A dictionary of the very codes, by the plain hashes one would try: none is found. With the key every one is, so
    the test can see a hit."""
    known = Person.objects.using(OWNER).filter(hetu_index__isnull=False)
    stolen = {bytes(index) for index in known.values_list("hetu_index", flat=True)}
    region = people[0].region.key
    guesses = 0
    for code in CODES:
        plain = code.text
        for said in (plain, plain.lower(), f"{region}:{plain}", f"{region}{plain}", f"{region}\x00{plain}"):
            for name in ("sha256", "sha1", "md5", "sha512", "blake2b"):
                digest = hashlib.new(name, said.encode()).digest()
                assert digest not in stolen and digest[:32] not in stolen and digest[:16] not in stolen
                for key in (b"", b"0" * 32, region.encode()):
                    assert hmac.new(key, said.encode(), "sha256").digest() not in stolen
                guesses += 1
    assert guesses == 200 * 25
    assert {hetu.index(code, region) for code in CODES} <= stolen


def test_a_code_opens_in_its_own_row_alone(people):
    """Seen red: with a constant in place of the row's own binding."""
    first, second = people[0], people[1]
    assert hetu.decrypt(bytes(first.hetu_sealed), aad=_aad(first)) == CODES[0].text
    with connections[OWNER].cursor() as cursor:
        cursor.execute("update people_person set hetu_sealed = %s where id = %s", [bytes(first.hetu_sealed), second.pk])
    swapped = Person.objects.using(OWNER).get(pk=second.pk)
    with pytest.raises(hetu.HetuError):
        hetu.decrypt(bytes(swapped.hetu_sealed), aad=_aad(swapped))


def test_two_rows_with_one_code_look_different(people):
    assert hetu.encrypt(CODES[0].text, aad=b"person:1") != hetu.encrypt(CODES[0].text, aad=b"person:1")


def test_a_draft_opens_for_its_own_writer_and_page_alone():
    sealed = seal_text("hetu", purpose="draft", bound_to="1:/a/")
    assert b"hetu" not in sealed and open_text(sealed, purpose="draft", bound_to="1:/a/") == "hetu"
    for other in ("2:/a/", "1:/b/"):
        with pytest.raises(SealBroken):
            open_text(sealed, purpose="draft", bound_to=other)
