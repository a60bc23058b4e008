"""Form fields every room uses: days as people write them, hidden keys and versions, choices of codes."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # only the types' package has the name


# An empty field is told what to do with it; Django's own words only say that it is required.
forms.Field.default_error_messages["required"] = _("Tämä kohta on tyhjä. Täytä se.")
forms.ChoiceField.default_error_messages["required"] = _("Valitse yksi vaihtoehto.")
forms.MultipleChoiceField.default_error_messages["required"] = _("Valitse vähintään yksi vaihtoehto.")


class Coded(Protocol):
    """A code of a list, with a name in the reader's language."""

    key: str
    name: str


class DateField(forms.Field):
    """A day typed as 3.11.2026 or 2026-11-03; one text field, since a browser's own picker follows its language."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12})
    default_error_messages = {"invalid": _("Kirjoita päivä näin: 3.11.2026.")}

    def to_python(self, value: Any):
        if value in self.empty_values:
            return None
        try:
            return dates.parse_date(str(value))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any):
        return dates.d(value) if hasattr(value, "isoformat") else value


class KeyField(forms.UUIDField):
    """The form's own key: twice sent is once done. Drawn hidden; a fresh one for each fresh form."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class VersionField(forms.IntegerField):
    """The version the form was drawn from; a save made from an older one is told, not done."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=0)


def choices(codes: Iterable[Coded], *, empty: str | None = None) -> list[tuple[str, str]]:
    """Options of a select or of radio buttons from a list of codes."""
    options = [(code.key, code.name) for code in codes]
    return [("", empty), *options] if empty is not None else options


def text(
    label: "str | _StrPromise", *, rows: int = 0, required: bool = True, longest: int = 4000,
    hint: "str | _StrPromise" = "",
) -> forms.CharField:
    """A line of text, or with `rows` an area of it."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, help_text=hint)
