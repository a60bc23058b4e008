"""Invented objects in the shape of the national service registry's open interface. No real body's data."""

import json
from typing import Any
from uuid import UUID, uuid5

_OURS = UUID("6b6c1f7e-0000-4000-8000-000000000000")
MODIFIED = "2026-10-01T06:30:00.1234567Z"


def guid(name: str) -> str:
    return str(uuid5(_OURS, name))


def words(kind: str, **told: str) -> list[dict[str, str]]:
    return [{"language": language, "value": value, "type": kind} for language, value in told.items()]


def service(name: str = "Työhönvalmennus", **more: Any) -> dict[str, Any]:
    return {
        "id": guid(f"service:{name}"), "sourceId": None, "type": "Service", "subType": None,
        "fundingType": "PubliclyFunded",
        "serviceNames": [*words("Name", fi=name, sv=f"{name} (sv)", en=f"{name} (en)"),
                         *words("AlternativeName", fi="Jobivalmennus")],
        "serviceChargeType": "FreeOfCharge", "areaType": "LimitedType",
        "areas": [{"type": "Municipality", "code": None, "name": None, "municipalities": [
            {"code": "905", "name": [{"language": "fi", "value": "Vaasa"}]}]}],
        "serviceDescriptions": [
            *words("Summary", fi="Valmentaja kulkee rinnalla töihin.", sv="Tränaren går bredvid dig till jobbet."),
            *words("Description", fi="Tavataan viikoittain.\n\n<b>Työpaikalla</b> tai muualla."),
            *words("UserInstruction", fi="Soita tai kirjoita valmennukseen.", sv="Ring eller skriv."),
            *words("GD_Description", fi="Valtakunnallinen kuvaus: valmennus tukee työnhakua."),
        ],
        "languages": ["fi", "sv"], "keywords": [], "requirements": [],
        "serviceClasses": [{"id": guid("c"), "code": "P27.1", "name": [], "uri": None,
                            "newUri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P27.1"}],
        "targetGroups": [{"code": "KR1", "newUri": "http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR1"}],
        "serviceChannels": [{"serviceChannel": {"id": guid("channel:Valmennuksen toimisto"), "name": "x"},
                             "contactDetails": None}],
        "organizations": [{"roleType": "Responsible", "organization": {"id": guid("o"), "name": "Koivulan kunta"}}],
        "publishingStatus": "Published", "modified": MODIFIED,
    } | more  # fmt: skip


def channel(name: str = "Valmennuksen toimisto", **more: Any) -> dict[str, Any]:
    return {
        "id": guid(f"channel:{name}"), "serviceChannelType": "ServiceLocation", "organizationId": guid("o"),
        "serviceChannelNames": words("Name", fi=name, sv=f"{name} (sv)"),
        "serviceChannelDescriptions": words("Summary", fi="Toimisto torin laidalla. Kysy: matti.keksitty@example.org"),
        "languages": ["fi"], "webPages": [
            {"url": "https://valmennus.example.org/", "value": "Valmennus", "language": "fi"},
            {"url": "javascript:alert(1)", "value": None, "language": "fi"},
        ],
        "emails": [{"language": "fi", "value": "valmennus@example.org"},
                   {"language": "fi", "value": "maija.keksitty@example.org"},
                   {"language": "fi", "value": "tyollisyys.neuvonta@example.org"}],
        "phoneNumbers": [{"language": "fi", "prefixNumber": "+358", "number": "401234567"}],
        "addresses": [{"type": "Location", "subType": "Single", "country": "FI", "streetAddress": {
            "street": [{"language": "fi", "value": "Torikatu"}], "streetNumber": "3", "postalCode": "99999",
            "municipality": {"code": "995", "name": [{"language": "fi", "value": "Koivula"}]}}}],
        "publishingStatus": "Published", "modified": MODIFIED,
    } | more  # fmt: skip


def organisation(name: str = "Koivulan kunta", **more: Any) -> dict[str, Any]:
    return {
        "id": guid(f"organisation:{name}"), "oid": None, "organizationType": "Municipality",
        "businessCode": "9999999-4",
        "organizationNames": words("Name", fi=name, sv=f"{name} (sv)"),
        "organizationDescriptions": words("Description", fi="Keksitty kunta."), "webPages": [], "services": [],
        "publishingStatus": "Published", "modified": MODIFIED,
    } | more  # fmt: skip


def page(*items: Any, number: int = 1, count: int = 1) -> dict[str, Any]:
    return {"pageNumber": number, "pageSize": 100, "pageCount": count, "itemList": list(items)}


def data(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def everything() -> bytes:
    return data(page(service(), service("Kuntouttava työtoiminta"), channel(), organisation()))
