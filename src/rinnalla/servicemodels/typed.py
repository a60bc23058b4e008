"""Turning what pydantic says about a file into faults with line, expectation and nearest right name."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from rinnalla.servicemodels.definitions import Definition
from rinnalla.servicemodels.faults import Fault, listing, nearest
from rinnalla.servicemodels.yamlfile import Place, YamlFile

FORMS = {
    r"^[a-z][a-z0-9_]*$": "first_contact_days",
    r"^[a-z][a-z0-9-]*$": "oma-alue",
    r"^[VELTI]-\d{2,3}$": "V-52",
    r"^0\d{1,2} \d{3} \d{4}$": "06 218 4400",
    r"^\d{3}$": "905",
    r"^https://[^\s]+$": "https://www.thl.fi",
    r"^[a-z_]+(:[a-z_]+)?$": "plans:plan",
    r"^[a-z0-9.-]+@[a-z0-9.-]+\.[a-z]{2,}$": "neuvonta@alue.example",
}


def faults_of(error: ValidationError, file: YamlFile, top: type[Definition]) -> Iterator[Fault]:
    """Every fault pydantic found, each at its own line of the file."""
    for found in error.errors(include_url=False):
        yield _fault(found, file, top)


def _fault(found: Any, file: YamlFile, top: type[Definition]) -> Fault:
    place: Place = tuple(found["loc"])
    kind, given, context = found["type"], found.get("input"), found.get("ctx", {})
    if kind == "missing":
        return file.fault("missing_field", place, key=place[-1], expected=str(place[-1]))
    if kind == "extra_forbidden":
        fields = _fields_at(top, place[:-1])
        near = nearest(place[-1], fields)
        return file.fault("unknown_field", place, of_key=True, key=place[-1], expected=listing(fields), nearest=near)
    if kind == "literal_error":
        choices = [str(choice) for choice in get_args(_annotation_at(top, place))]
        expected = listing(choices, 20) or context.get("expected", "")
        return file.fault("bad_choice", place, value=_short(given), expected=expected, nearest=nearest(given, choices))
    if kind == "string_pattern_mismatch":
        form = FORMS.get(context.get("pattern", ""), "katri.ylinen")
        return file.fault("bad_form", place, value=_short(given), expected=form)
    if kind.startswith("date_"):
        return file.fault("bad_date", place, value=_short(given), expected="2026-11-03")
    return _other_fault(found, file, place)


def _other_fault(found: Any, file: YamlFile, place: Place) -> Fault:
    kind, given, context = found["type"], found.get("input"), found.get("ctx", {})
    if kind in {"string_too_short", "too_short"}:
        return file.fault("empty", place)
    if kind in {"greater_than_equal", "less_than_equal", "string_too_long"}:
        limits = {"greater_than_equal": "≥ {ge}", "less_than_equal": "≤ {le}", "string_too_long": "≤ {max_length}"}
        return file.fault("out_of_range", place, value=_short(given), expected=limits[kind].format(**context))
    if kind.endswith("_type") or kind.endswith("_parsing"):
        return file.fault("wrong_type", place, value=_short(given), expected=_lay_type(kind))
    return file.fault("bad_value", place, value=_short(given), expected=str(found["msg"]))


def _lay_type(kind: str) -> str:
    name = kind.removesuffix("_type").removesuffix("_parsing")
    return {"tuple": "- a", "model": "a: b", "string": '"abc"', "int": "12", "bool": "true"}.get(name, name)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _fields_at(top: type[Definition], place: Place) -> list[str]:
    """The field names allowed at a place."""
    model = _model_in(_annotation_at(top, place))
    return list(model.model_fields) if model else []


def _annotation_at(top: type[Definition], place: Place) -> Any:
    """The type of a place: walks fields by name and lists by number."""
    annotation: Any = top
    for part in place:
        if isinstance(part, int):
            annotation = next(iter(get_args(_bare(annotation))), None)
        else:
            model = _model_in(annotation)
            annotation = model.model_fields[part].annotation if model and part in model.model_fields else None
    return _bare(annotation)


def _bare(annotation: Any) -> Any:
    """A type without `| None`."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return next((a for a in get_args(annotation) if a is not type(None)), annotation)
    return annotation


def _model_in(annotation: Any) -> type[BaseModel] | None:
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None
