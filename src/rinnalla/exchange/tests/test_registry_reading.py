"""Reading the national registry's shape: every form of it, every fault told by its place, nothing ever breaks."""

import json
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rinnalla.exchange.faults import TableError
from rinnalla.exchange.registry import shapes, texts
from rinnalla.exchange.registry.items import check
from rinnalla.exchange.tests.registry_world import (
    channel,
    data,
    everything,
    guid,
    organisation,
    page,
    service,
    words,
)  # fmt: skip


def only(value, **more):
    checked = check(data(value), **more)
    assert not checked.faults, checked.faults
    return checked.rows[0]


def fault(value):
    checked = check(data(value))
    assert not checked.rows
    return checked.faults[0]


@pytest.mark.parametrize("shape", [
    lambda one: one, lambda one: [one], lambda one: page(one), lambda one: [page(one), page(number=2, count=1)],
    lambda one: [[one]],
])  # fmt: skip
@pytest.mark.parametrize("one, kind", [
    (service(), "service"), (channel(), "channel"), (organisation(), "organisation"),
])  # fmt: skip
def test_one_object_a_list_a_page_or_pages(shape, one, kind):
    row = only(shape(one))
    assert (row.kind, str(row.national_id), row.gone) == (kind, one["id"], False)
    assert row.names["fi"] and row.names["sv"]


def test_a_service_keeps_its_languages_types_and_general_description():
    row = only(service())
    assert row.names == {"fi": "Työhönvalmennus", "sv": "Työhönvalmennus (sv)", "en": "Työhönvalmennus (en)"}
    told = row.content["texts"]
    assert told["Summary"]["sv"] == "Tränaren går bredvid dig till jobbet."
    assert told["Description"]["fi"] == "Tavataan viikoittain.\n\n<b>Työpaikalla</b> tai muualla."
    assert told["GD_Description"]["fi"].startswith("Valtakunnallinen")
    assert row.content["charge"] == "FreeOfCharge" and row.content["alternative_names"] == {"fi": "Jobivalmennus"}
    assert row.content["area"] == {"type": "LimitedType", "municipalities": ["905"], "names": []}
    assert row.content["classes"] == ["http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P27.1"]
    assert row.content["channels"] == [guid("channel:Valmennuksen toimisto")]
    assert row.content["organisations"] == [{"role": "Responsible", "name": "Koivulan kunta"}]
    assert row.modified.isoformat() == "2026-10-01T06:30:00.123456+00:00"


def test_named_persons_and_script_links_stay_out_of_a_channel_and_the_report_repeats_none():
    checked = check(data(channel()))
    content = checked.rows[0].content
    assert content["mails"] == [{"language": "fi", "mail": "valmennus@example.org"},
                                {"language": "fi", "mail": "tyollisyys.neuvonta@example.org"}]  # fmt: skip
    assert content["web"] == [{"language": "fi", "url": "https://valmennus.example.org/", "name": "Valmennus"}]
    assert content["phones"] == [{"language": "fi", "phone": "+358 401234567"}]
    assert content["places"] == [{"fi": "Torikatu 3, 99999 Koivula"}]
    assert "keksitty" not in repr(content) + "".join(f"{one.value}{one.reason}" for one in checked.remarks)
    assert {one.code for one in checked.remarks} == {"person", "link"} and len(checked.remarks) == 3


@pytest.mark.parametrize("address, kept", [
    ("kirjaamo@example.org", True), ("matti.keksitty@example.org", False), ("Matti.Keksitty2@example.org", False),
    ("matti_keksitty@example.org", False), ("anna-maija.keksitty@example.org", False),
    ("asiakas.palvelu@example.org", True), ("tyokykytiimi.vaasa@example.org", True), ("m.keksitty@example.org", False),
    ("åke.öberg@example.org", False), ("matti.t.keksitty@example.org", False), ("info@example.org", True),
    ("ext-maija.keksitty@example.org", False), ("99.info@example.org", True),
])  # fmt: skip
def test_whose_address_it_is(address, kept):
    assert texts.of_a_task(address) is kept


@pytest.mark.parametrize("change, place, expected", [
    ({"publishingStatus": "Publised"}, "publishingStatus", "Published, Draft, Modified, Deleted, Archived, Withdrawn"),
    ({"type": "Palvelu"}, "type", "Service, PermitOrObligation, ProfessionalQualification"),
    ({"publishingStatus": "Draft"}, "publishingStatus", "Published"),
    ({"id": "ei-tunniste"}, "id", "00000000-"), ({"id": None}, "id", "00000000-"), ({"id": 5}, "id", "00000000-"),
    ({"modified": "eilen"}, "modified", "2026-11-03T09:05:00Z"),
    ({"serviceNames": []}, "serviceNames", '"type": "Name"'),
    ({"serviceNames": "Nimi"}, "serviceNames", "luettelo"),
    ({"serviceNames": ["Nimi"]}, "serviceNames[0]", "kohde"),
    ({"serviceNames": words("Name", fi="x" * 101)}, "serviceNames[0].value", "enintään 100 merkkiä"),
    ({"serviceDescriptions": words("Summary", fi="x" * 151)}, "serviceDescriptions[0].value", "enintään 150 merkkiä"),
    ({"serviceDescriptions": words("GD_Description", fi="x" * 10_001)}, "serviceDescriptions[0].value", "10000"),
    ({"serviceNames": [{"language": "fi", "type": "Name", "value": 5}]}, "serviceNames[0].value", "teksti"),
    ({"serviceClasses": [{}] * 501}, "serviceClasses", "enintään 500"),
    ({"serviceChargeType": "Ilmainen"}, "serviceChargeType", "Chargeable, FreeOfCharge"),
])  # fmt: skip
def test_what_is_wrong_is_told_by_its_place_and_what_is_known(change, place, expected):
    told = fault(service(**change))
    assert told.column == place and expected in told.expected and told.line == 1 and told.reason


def test_a_fault_in_one_keeps_no_other_out():
    checked = check(data([service(type="X"), service("Toinen"), 5, None, "x"]))
    assert [row.line for row in checked.rows] == [2]
    assert [(one.line, one.column) for one in checked.faults] == [(1, "type"), (3, "[2]"), (4, "[3]"), (5, "[4]")]


def test_an_unknown_type_of_text_or_language_is_left_out_and_told():
    more = [*words("Runo", fi="Ruusut ovat"), *words("Summary", se="Bargu")]
    checked = check(data(service(serviceDescriptions=more)))
    assert checked.rows[0].content["texts"] == {}
    assert [(one.column, one.value) for one in checked.remarks] == [
        ("serviceDescriptions[0].type", "Runo"), ("serviceDescriptions[1].language", "se")]
    assert "UserInstruction" in checked.remarks[0].expected and checked.remarks[1].expected == "fi, sv, en"


@pytest.mark.parametrize("status", ["Deleted", "Archived", "Withdrawn"])
def test_what_the_registry_no_longer_offers(status):
    assert only(service(publishingStatus=status)).gone
    row = only(page({"id": guid("service:a"), "name": "A"}), gone=True)
    assert (row.gone, row.national_id) == (True, UUID(guid("service:a")))


def test_a_list_of_ids_alone_is_no_service_and_says_what_to_ask_for():
    assert "Service/list?guids=" in fault(page({"id": guid("service:a"), "name": "A"})).expected


def test_something_else_is_no_service():
    assert "serviceNames" in fault({"id": guid("x"), "message": "x"}).expected


@pytest.mark.parametrize("given, reason", [
    (b"", "tyhj\u00e4"), (b"  \n", "tyhj\u00e4"), (b'{"a": 1,\n  "b": }', "rivill\u00e4 2, sarakkeessa 8"),
    (b'[{"id": 1}', "rivill\u00e4 1, sarakkeessa 11"), (b"<html>", "rivill\u00e4 1, sarakkeessa 1"),
    (b"\xff\xfe\x00", "Unicode"), (b'"\xe4"', "Tavu 2"), (b'{"id": NaN}', "luku"), (b"9" * 5000, "luku"),
    (b"[" * 100_000, "tasoja"), (b"[" * 900 + b"]" * 900, "tasoja"), (b"5", "ei ole palveluja"), (b"null", "ei ole"),
    (b'{"itemList": 5}', "itemList"), (b"PK\x03\x04", "rivill\u00e4 1"),
])  # fmt: skip
def test_a_file_that_is_no_registry_says_why(given, reason):
    with pytest.raises(TableError) as told:
        check(given)
    assert reason in told.value.reason and told.value.expected


def test_limits_are_told(monkeypatch):
    monkeypatch.setattr(shapes, "MAX_ITEMS", 2)
    with pytest.raises(TableError, match="Enintään 2"):
        check(everything())
    monkeypatch.setattr(shapes, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(TableError, match="Enintään 1 megatavua"):
        check(b" " * (1024 * 1024 + 1))


def test_pages_that_are_not_in_the_file_are_told():
    checked = check(data([page(service(), number=3, count=3), page(number=1, count=3)]))
    assert "Puuttuu 1" in checked.remarks[0].reason and checked.remarks[0].value == "1, 3"
    assert not check(data([page(service(), number=2, count=2), page(number=1, count=2)])).remarks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_unicode_form(encoding):
    assert check(everything().decode().encode(encoding)).rows


def test_signs_that_are_no_text_are_left_out():
    value = service(serviceNames=[{"language": "fi", "type": "Name", "value": "A\x00\ud800\u202eB\r\n"}])
    assert check(json.dumps(value).encode()).rows[0].names == {"fi": "AB"}


KEYS = sorted({
    *service(), *channel(), *organisation(), "language", "value", "itemList", "pageCount", "pageNumber", "url",
    "streetAddress", "street", "number", "name", "municipality", "municipalities", "organization",
})  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ANY = st.recursive(
    LEAVES | st.text(max_size=20) | st.sampled_from(["fi", "Name", "Summary", "Published"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(given_bytes):
    try:
        check(given_bytes)
    except TableError as error:
        assert error.faults[0].reason


@given(ANY)
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_or_refused(value):
    try:
        checked = check(json.dumps(value).encode())
    except TableError:
        return
    assert all(row.names or row.gone for row in checked.rows)


@given(st.data(), st.sampled_from([service, channel, organisation]))
@settings(max_examples=300, deadline=None)
def test_an_object_with_anything_in_any_place_is_read_or_refused(draw, make):
    value = make()
    for key in draw.draw(st.lists(st.sampled_from(sorted(value)), max_size=4)):
        value[key] = draw.draw(ANY | st.lists(ANY, max_size=3))
    checked = check(json.dumps(value).encode())
    assert checked.rows or checked.faults
    for row in checked.rows:
        assert json.dumps([row.names, row.content], ensure_ascii=False).encode()  # nothing the database would refuse
