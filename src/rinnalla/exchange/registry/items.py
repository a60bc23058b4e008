"""One object of the registry → what our directory keeps of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rinnalla.exchange.faults import Fault
from rinnalla.exchange.registry import shapes, texts
from rinnalla.exchange.registry.picking import Picker, Words, any_of
from rinnalla.exchange.registry.reading import Found, read_objects


@dataclass(frozen=True, slots=True)
class Row:
    """A readable object. `gone`: the registry no longer offers it; then only `national_id` is sure to be there."""

    line: int
    national_id: UUID
    kind: str = ""
    gone: bool = False
    modified: datetime | None = None
    names: Words = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole file read: the good objects, why others will not do, and what was left out of the good ones."""

    rows: tuple[Row, ...] = field(repr=False)
    faults: tuple[Fault, ...] = field(default=(), repr=False)
    remarks: tuple[Fault, ...] = field(default=(), repr=False)


def check(data: bytes, *, gone: bool = False) -> Checked:
    """Read a file of the registry. `gone`: it is the registry's list of what has been withdrawn.

    Raises TableError when the file can't be read at all.
    """
    reading = read_objects(data)
    rows: list[Row] = []
    faults: list[Fault] = []
    remarks = list(reading.remarks)
    for found in reading.found:
        row, picker = row_of(found, gone=gone)
        faults += picker.faults
        if row and not picker.faults:
            rows.append(row)
            remarks += picker.remarks
    return Checked(tuple(rows), tuple(faults), tuple(remarks))


def row_of(found: Found, *, gone: bool = False) -> tuple[Row | None, Picker]:
    """The row of an object, or None, and what was wrong in it."""
    picker = Picker(found.line, found.value if isinstance(found.value, dict) else {})
    if not isinstance(found.value, dict):
        picker.fault(found.place, found.value, "object", _("Tässä ei ole kohdetta."), _("kohde: { … }"))
        return None, picker
    national_id, kind = _id(picker), _kind(picker.value)
    if national_id is None:
        return None, picker
    if kind is None and not (gone and set(picker.value) <= {"id", "name"}):
        _tell_unknown(picker)
        return None, picker
    modified = _modified(picker)
    status = picker.one_of("publishingStatus", shapes.STATUSES, shapes.LIVE[0])
    if gone or status in shapes.GONE:
        return Row(found.line, national_id, kind or "", True, modified), picker
    if status in shapes.UNFINISHED:
        told = _("Kohdetta ei ole julkaistu.")
        picker.fault("publishingStatus", status, "status", told, ", ".join(shapes.LIVE))
    return _live(picker, national_id, kind or "", modified), picker


def _live(picker: Picker, national_id: UUID, kind: str, modified: datetime | None) -> Row:
    type_key, names_key, texts_key = shapes.KEYS[kind]
    parts = {shapes.SERVICE: _of_service, shapes.CHANNEL: _of_channel, shapes.ORGANISATION: _of_organisation}[kind]
    names = picker.by_type(names_key, shapes.NAME_TYPES)
    name = names.get("Name") or names.get(shapes.GENERAL + "Name") or {}
    if not name:
        told = _("Kohteella ei ole nimeä suomeksi, ruotsiksi eikä englanniksi.")
        picker.fault(names_key, "", "name", told, '{"language": "fi", "type": "Name", "value": "…"}')
    content = {
        "type": picker.one_of(type_key, shapes.TYPES[kind]),
        "alternative_names": names.get("AlternativeName", {}),
        "texts": picker.by_type(texts_key, shapes.TEXT_TYPES),
        "languages": _languages(picker),
        "area": _area(picker),
        **parts(picker),
    }
    return Row(picker.line, national_id, kind, False, modified, name, content)


def _of_service(picker: Picker) -> dict[str, Any]:
    channels = (_reference(picker, one.get("serviceChannel"), f"{place}.serviceChannel")
                for place, one in picker.many("serviceChannels"))  # fmt: skip
    return {
        "charge": picker.one_of("serviceChargeType", shapes.CHARGES),
        "channels": sorted({one for one in channels if one}),
        "organisations": _unique(
            {"role": picker.text(one, "roleType", place, 100), "name": _name(picker, one, place)}
            for place, one in picker.many("organizations")
        ),
        "classes": _uris(picker, "serviceClasses"), "target_groups": _uris(picker, "targetGroups"),
    }


def _of_channel(picker: Picker) -> dict[str, Any]:
    return {
        "web": _web(picker), "mails": _mails(picker, "supportEmails", "emails"),
        "phones": _phones(picker, "supportPhones", "phoneNumbers"), "places": _places(picker),
    }


def _of_organisation(picker: Picker) -> dict[str, Any]:
    return {
        "business_code": picker.text(picker.value, "businessCode", "", 20), "web": _web(picker),
        "mails": _mails(picker, "emails"), "phones": _phones(picker, "phoneNumbers"),
    }


# Parts ----------------------------------------------------------------------------------------------------------------


def _id(picker: Picker) -> UUID | None:
    value = picker.value.get("id")
    try:
        if isinstance(value, str) and len(value) == 36:
            return UUID(value)
    except ValueError:
        pass
    picker.fault("id", value, "id", _("Kohteella ei ole tunnistetta, tai se ei ole oikeaa muotoa."),
                 "00000000-0000-0000-0000-000000000000")  # fmt: skip
    return None


def _kind(value: dict[str, Any]) -> str | None:
    for kind in (shapes.CHANNEL, shapes.ORGANISATION):
        if any(key in value for key in shapes.KEYS[kind]):
            return kind
    keys = shapes.KEYS[shapes.SERVICE]
    return shapes.SERVICE if any(key in value for key in keys) else None


def _tell_unknown(picker: Picker) -> None:
    if set(picker.value) <= {"id", "name"}:
        picker.fault("id", picker.value["id"], "ids", _("Luettelossa on vain tunniste ja nimi, ei palvelun tietoja."),
                     _("Kokonaiset kohteet, esimerkiksi …/Service/list?guids=… Jos luettelo kertoo, mitä on poistettu, "
                       "kerro se tuonnissa (--withdrawn)."))  # fmt: skip
        return
    names = tuple(names for _type, names, _texts in shapes.KEYS.values())
    told = _("Kohde ei ole palvelu, asiointikanava eikä organisaatio.")
    picker.fault("", ", ".join(list(picker.value)[:5]), "kind", told, any_of(names))


def _modified(picker: Picker) -> datetime | None:
    told = picker.text(picker.value, "modified", "", 50)
    if not told:
        return None
    try:
        at = datetime.fromisoformat(told)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        picker.fault("modified", told, "time", _("Tämä ei ole aika."), "2026-11-03T09:05:00Z")
        return None


def _languages(picker: Picker) -> list[str]:
    value = picker.value.get("languages")
    told = value if isinstance(value, list) else []
    return [language for language in shapes.LANGUAGES if language in told]


def _area(picker: Picker) -> dict[str, Any]:
    """Where it is offered: the type, the codes of municipalities and the names of larger areas."""
    codes: set[str] = set()
    larger: list[Words] = []
    for place, one in picker.many("areas"):
        found = list(picker.many("municipalities", one, place))
        codes |= {code for where, each in found if (code := picker.text(each, "code", where, 20))}
        if one.get("type") != "Municipality":
            larger.append(picker.by_language(one, "name", place))
    codes |= {code for where, each in picker.many("municipalities") if (code := picker.text(each, "code", where, 20))}
    return {
        "type": picker.text(picker.value, "areaType", "", 100), "municipalities": sorted(codes),
        "names": _unique(name for name in larger if name),
    }


def _reference(picker: Picker, value: Any, place: str) -> str:
    told = picker.text(value, "id", place, 100) if isinstance(value, dict) else ""
    try:
        return str(UUID(told)) if told else ""
    except ValueError:
        return ""


def _name(picker: Picker, one: dict[str, Any], place: str) -> str:
    body = one.get("organization")
    return picker.text(body, "name", f"{place}.organization", 200) if isinstance(body, dict) else ""


def _uris(picker: Picker, name: str) -> list[str]:
    told = (picker.text(one, "newUri", place, 300) or picker.text(one, "uri", place, 300)
            for place, one in picker.many(name))  # fmt: skip
    return sorted({uri for uri in told if uri})


def _web(picker: Picker) -> list[Words]:
    found = []
    for place, one in picker.many("webPages"):
        language, link = picker.language(one, place), picker.text(one, "url", place, 2000)
        if link and not texts.is_page(link):
            picker.remark(f"{place}.url", "", "link", _("Linkki ei vie verkkosivulle, sitä ei luettu."), "https://…")
        elif link and language:
            found.append({"language": language, "url": link, "name": picker.text(one, "value", place, 500)})
    return _unique(found)


def _mails(picker: Picker, *names: str) -> list[Words]:
    """Addresses of tasks and bodies; those of named persons stay in the registry."""
    found = []
    for place, one in (each for name in names for each in picker.many(name)):
        language, mail = picker.language(one, place), picker.text(one, "value", place, 300)
        if not mail or not language:
            continue
        if not texts.is_address(mail):
            picker.remark(f"{place}.value", "", "mail", _("Tämä ei ole sähköpostiosoite."), "palvelu@example.org")
        elif texts.of_a_task(mail):
            found.append({"language": language, "mail": mail})
        else:
            picker.left_out(f"{place}.value")
    return _unique(found)


def _phones(picker: Picker, *names: str) -> list[Words]:
    found = []
    for place, one in (each for name in names for each in picker.many(name)):
        language = picker.language(one, place)
        parts = (picker.text(one, "prefixNumber", place, 20), picker.text(one, "number", place, 50))
        number = " ".join(part for part in parts if part)
        if language and number and all(sign in "0123456789+-() " for sign in number):
            found.append({"language": language, "phone": number})
    return _unique(found)


def _places(picker: Picker) -> list[Words]:
    """Street addresses of a service location, in each language."""
    found = []
    for place, one in picker.many("addresses"):
        street = one.get("streetAddress")
        if not isinstance(street, dict):
            continue
        where = f"{place}.streetAddress"
        names, town = picker.by_language(street, "street", where), street.get("municipality")
        number, code = picker.text(street, "streetNumber", where, 20), picker.text(street, "postalCode", where, 20)
        towns = picker.by_language(town, "name", f"{where}.municipality") if isinstance(town, dict) else {}
        found.append({
            language: ", ".join(part for part in (f"{name} {number}".strip(),
                                                  f"{code} {towns.get(language, '')}".strip()) if part)
            for language, name in names.items()
        })  # fmt: skip
    return _unique(one for one in found if one)


def _unique(things: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Each once, in the order they stand."""
    found: list[dict[str, str]] = []
    for one in things:
        if one not in found:
            found.append(one)
    return found
