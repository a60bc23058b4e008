"""The forms of statistics from outside: rows pasted, or a file in their place; which two to compare."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.reports.statistics.actions import Told
from rinnalla.reports.statistics.models import StatisticsSnapshot
from rinnalla.reports.statistics.reading import MOST_BYTES, decoded, read
from rinnalla.servicemodels import codes

MOST_TOLD = 20  # bad lines told at once


class SnapshotForm(forms.Form):
    """A statistic of one day."""

    what = forms.ChoiceField(label=_("Mistä tilasto on"))
    as_of = DateField(label=_("Miltä päivältä luvut ovat"))
    unit = forms.ChoiceField(label=_("Mitä luvut ovat"), choices=StatisticsSnapshot.Unit.choices, initial="people")
    source = text(
        _("Lähde"), longest=300, hint=_("Esimerkiksi: työvoimaviranomaisen kuukausitilasto, haettu 3.11.2026.")
    )
    definition = text(
        _("Kenet lasketaan"), rows=3, longest=2000, hint=_("Lähteen oma määritelmä, niin kuin se on sanottu.")
    )
    rows = text(
        _("Rivit"),
        rows=12,
        required=False,
        longest=100_000,
        hint=_("Yksi rivi kutakin lukua kohti: nimi, puolipiste ja luku. Esimerkiksi Naiset;120"),
    )
    file = forms.FileField(
        label=_("Tai CSV-tiedosto rivien sijaan"), required=False, help_text=_("Kaksi saraketta: nimi ja luku.")
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, by: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.by = by
        self.fields["what"].choices = choices(codes.code_list("statistics_subjects"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") is not None:
            data["rows"] = self._from_file(data["file"])
        if data.get("unit") and "rows" in data:
            least = codes.deadline(codes.of_region(self.by.region_id or 0), "small_number")
            good, bad = read(data["rows"], unit=data["unit"], least=least)
            for one in bad[:MOST_TOLD]:
                self.add_error("rows", str(one))
            if not good and not bad and not self.errors.get("file"):
                self.add_error("rows", _("Kirjoita vähintään yksi rivi: nimi, puolipiste ja luku."))
        return data

    def _from_file(self, file: Any) -> str:
        """What the file holds, which also stands in the text area when something is to be mended."""
        if file.size > MOST_BYTES:
            self.add_error("file", _("Tiedosto on liian suuri. Enintään 500 riviä kerralla."))
            return ""
        rows = decoded(file.read())
        self.data = self.data.copy()
        self.data[self.add_prefix("rows")] = rows
        return rows

    def told(self) -> Told:
        names = ("what", "as_of", "unit", "definition", "source", "rows")
        return Told(**{name: self.cleaned_data[name] for name in names})


class CorrectionForm(SnapshotForm):
    """The same of an earlier one, whose subject and day stand, with what is corrected and why."""

    why = text(_("Mitä korjataan ja miksi"), longest=300)
    field_order = ("why", "unit", "source", "definition", "rows", "file")

    def __init__(self, *arguments: Any, of: StatisticsSnapshot, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.of = of
        del self.fields["what"], self.fields["as_of"]

    def told(self) -> Told:
        names = ("unit", "definition", "source", "rows")
        given = {name: self.cleaned_data[name] for name in names}
        return Told(what=self.of.what, as_of=self.of.as_of, **given)


class CompareForm(forms.Form):
    """Which two are compared, the earlier first."""

    a = forms.ChoiceField(label=_("Aikaisempi"))
    b = forms.ChoiceField(label=_("Myöhempi"))

    def __init__(self, *arguments: Any, rows: list[StatisticsSnapshot], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.by_uuid = {str(one.uuid): one for one in rows}
        for name in ("a", "b"):
            told = [(key, f"{dates.d(one.as_of)}: {one.name}") for key, one in self.by_uuid.items()]
            self.fields[name].choices = told
        self.fields["a"].initial, self.fields["b"].initial = self._newest(rows)

    def _newest(self, rows: list[StatisticsSnapshot]) -> tuple[str, str]:
        """The newest two of one thing, the earlier first."""
        for later in rows:
            for earlier in rows:
                same = (earlier.what, earlier.unit) == (later.what, later.unit)
                if same and earlier.as_of < later.as_of:
                    return str(earlier.uuid), str(later.uuid)
        return "", ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = (self.by_uuid.get(data.get(name, "")) for name in ("a", "b"))
        if first and second and (first.what, first.unit) != (second.what, second.unit):
            self.add_error("b", _("Valitse kaksi tilastoa samasta aiheesta."))
        if first and first == second:
            self.add_error("b", _("Valitse kaksi eri päivää."))
        return data

    def pair(self) -> tuple[StatisticsSnapshot, StatisticsSnapshot]:
        """The two, the earlier first."""
        found = sorted((self.by_uuid[self.cleaned_data[name]] for name in ("a", "b")), key=lambda one: one.as_of)
        return found[0], found[1]
