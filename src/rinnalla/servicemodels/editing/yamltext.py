"""A section as text, for what no form asks: written out, read back, and every fault told with its line."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError, create_model

from rinnalla.servicemodels import typed
from rinnalla.servicemodels.content import as_yaml
from rinnalla.servicemodels.definitions import Definition
from rinnalla.servicemodels.editing.forms import seen, told, untranslated
from rinnalla.servicemodels.editing.shapes import PARTS, shapes_of
from rinnalla.servicemodels.editing.tree import OWN_SECTIONS, Content, Section, at
from rinnalla.servicemodels.yamlfile import YamlFile, parse

LONGEST = 400_000


class SectionText(forms.Form):
    """A section as text. Nothing of it is kept while it has a fault that the definition itself refuses."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Teksti"), max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, section: Section, content: Content, **kwargs: Any) -> None:
        self.section, value = section, own(content, section)
        super().__init__(*args, initial={"text": written(section, value), "seen": seen(value)}, **kwargs)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        file = parse(Path("-"), text)
        for fault in [*file.faults, *(faults(self.section, file) if file.data is not None else [])]:
            self.add_error("text", _("Rivi %(line)s: %(told)s") % {"line": fault.line, "told": in_text(fault)})
        self.result = file.data
        return text

    def value(self) -> Any:
        """What is written, as it lies in the content."""
        if self.section.listed and isinstance(self.result, dict):
            return self.result[self.section.key] or []
        return self.result


def in_text(fault: Any) -> str:
    """A fault as one reads it beside the text: a missing field by its name."""
    return fault.message if fault.code == "missing_field" else told(fault)


def own(content: Content, section: Section) -> Any:
    """What a section says without what has a section of its own."""
    value = at(content, section.where)
    if section.listed or not isinstance(value, dict):
        return value
    return {name: each for name, each in value.items() if (*section.where, name) not in OWN_SECTIONS}


def written(section: Section, value: Any) -> str:
    """A section as text: a list under its own name, as in the files."""
    if section.listed:
        return as_yaml({section.key: [in_order(section.holds, one) for one in value or []]})
    return as_yaml(in_order(section.holds, value))


def in_order(holds: type[Definition], value: Any) -> Any:
    """The fields in the definition's order: what comes from the database has lost it. Unknown ones stay, last."""
    if not isinstance(value, dict):
        return value
    inner = {one.name: one.inner for one in shapes_of(holds) if one.inner}
    ordered = {name: value[name] for name in (*holds.model_fields, *value) if name in value}
    for name, kind in inner.items():
        here = ordered.get(name)
        if kind and isinstance(here, list):
            ordered[name] = [in_order(kind, one) for one in here]
        elif kind and isinstance(here, dict):
            ordered[name] = in_order(kind, here)
    return ordered


def faults(section: Section, file: YamlFile) -> list[Any]:
    """What the definition refuses of a text; missing translations are let through, they are told on the front page."""
    top: type[Definition] = section.holds
    if section.listed:
        top = create_model(  # type: ignore[call-overload]  # a definition of one list, made of a name that is data
            "Listed", __base__=Definition, **{section.key: (tuple[section.holds, ...], ...)}
        )
    try:
        top.model_validate(file.data)
    except ValidationError as error:
        return [one for one in typed.faults_of(error, file, top) if not (untranslated(one) or _elsewhere(section, one))]
    return []


def _elsewhere(section: Section, fault: Any) -> bool:
    """A field that is missing since it has a section of its own, or an empty list that is filled page by page."""
    if fault.path[:1] and (*section.where, fault.path[0]) in OWN_SECTIONS:
        return not section.listed
    lists = {one.name for one in shapes_of(section.holds) if one.kind == PARTS}
    return fault.code == "empty" and fault.path[-1:] != () and fault.path[-1] in lists
