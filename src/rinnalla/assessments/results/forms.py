"""One result of one instrument, its correction, and the three dimensions."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rinnalla.assessments.results import scoring
from rinnalla.assessments.results.actions import GOAL_SCALE, Result
from rinnalla.assessments.results.models import HIGHEST, LOWEST, InstrumentResult, Situation
from rinnalla.lib.errors import Refused
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.codes import Code

MODES = {
    InstrumentResult.Mode.SELF: _("Asiakas täytti itse"),
    InstrumentResult.Mode.INTERVIEW: _("Haastattelu"),
    InstrumentResult.Mode.OBSERVED: _("Havainnointi"),
    InstrumentResult.Mode.IMPORTED: _("Tuotu toisesta palvelusta"),
}


class InstrumentChoiceForm(forms.Form):
    """Which instrument, in which version of its scoring."""

    which = forms.ChoiceField(label=_("Mittari"))

    def __init__(self, *args: Any, every: Sequence[d.Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [("", now("Valitse")), *(
            (f"{one.key}:{number}", _named(one, edition))
            for one in every for number, edition in enumerate(one.editions)
        )]


class ResultForm(forms.Form):
    """The fields an edition asks for: points by scale, or levels by feature, or words."""

    measured_on = DateField(label=_("Milloin vastattiin"))
    mode = forms.ChoiceField(label=_("Miten"), widget=forms.RadioSelect, choices=list(MODES.items()))
    source = text(_("Mistä tulos on"), longest=200, hint=_("Palvelu, lausunto tai kuka teki."))
    form_key = KeyField()

    def __init__(self, *args: Any, instrument: d.Instrument, edition: d.Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument, self.edition = instrument, edition
        if instrument.key == GOAL_SCALE:
            self.fields["subject"] = text(_("Mikä tavoite"), longest=200, hint=_("Asiakkaan sanoin."))
        for scale in edition.scales:
            hint = now("%(low)s–%(high)s") % {"low": scoring.shown(scale.lowest), "high": scoring.shown(scale.highest)}
            self.fields[f"s_{scale.key}"] = forms.CharField(
                label=scale.names.in_language, required=False, max_length=12, help_text=hint,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"}),
            )
        if edition.features:
            self.fields["features"] = text(
                _("Piirteet ja tasot"), rows=6,
                hint=_("Joka rivillä piirteen koodi, ihmisen taso / työn taso: 1.01 3 / 4."),
            )
        if edition.outcome:
            self.fields["outcome"] = text(_("Suositus"), rows=3, hint=_("Mitä palvelu suositteli. Ei kysymyksiä."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["scores"] = {}
        for scale in self.edition.scales:
            self._score(scale, data)
        if self.edition.features and data.get("features"):
            try:
                data["features"] = scoring.read_features(self.edition.features, data["features"])
            except Refused as refusal:
                self.add_error("features", refusal.message)
        return data

    def _score(self, scale: d.Scale, data: dict[str, Any]) -> None:
        name, written = f"s_{scale.key}", data.get(f"s_{scale.key}") or ""
        try:
            value = scoring.points(written)
            if value is not None:
                data["scores"][scale.key] = scoring.check_score(scale, value)
        except ValueError:
            self.add_error(name, scoring.out_of_range(scale, written))
        except Refused as refusal:
            self.add_error(name, refusal.message)

    def result(self) -> Result:
        """What was written, as the actions take it."""
        data = self.cleaned_data
        return Result(
            self.instrument.key, self.edition.version, data["measured_on"], data["mode"], data["source"],
            data["scores"], data.get("features") or {}, data.get("outcome") or "", data.get("subject") or "",
        )


class ResultCorrectionForm(ResultForm):
    """The earlier result with its mistakes mended, and why."""

    reason = text(_("Mitä korjaat ja miksi"), rows=2, longest=1000)

    def __init__(self, *args: Any, row: InstrumentResult, **kwargs: Any) -> None:
        kept = ("measured_on", "mode", "source", "subject", "outcome")
        start: dict[str, Any] = {name: getattr(row, name) for name in kept}
        start |= {f"s_{key}": scoring.shown(value) for key, value in row.scores.items()}
        start["features"] = "\n".join(f"{key} {mine} / {job}" for key, (mine, job) in row.features.items())
        super().__init__(*args, initial=start, **kwargs)


class SituationForm(forms.Form):
    """A number for each dimension the writer may see; any may be left out."""

    viewer = forms.ChoiceField(
        label=_("Kenen näkemys"), widget=forms.RadioSelect,
        choices=[(Situation.Viewer.CLIENT, _("Asiakkaan")), (Situation.Viewer.WORKER, _("Ammattilaisen"))],
    )
    asked_on = DateField(label=_("Milloin vastattiin"))
    form_key = KeyField()

    def __init__(self, *args: Any, dimensions: Sequence[Code], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = dimensions
        numbers = [("", now("Ei kysytty")), *((str(one), str(one)) for one in range(LOWEST, HIGHEST + 1))]
        for one in dimensions:
            told: d.Dimension = one.definition
            self.fields[f"d_{one.key}"] = forms.ChoiceField(
                label=told.question.in_language, required=False, choices=numbers,
                help_text=now("0 %(lowest)s, 10 %(highest)s")
                % {"lowest": told.lowest.in_language, "highest": told.highest.in_language},
            )

    def values(self) -> dict[str, int]:
        """The answered dimensions."""
        given = {one.key: self.cleaned_data[f"d_{one.key}"] for one in self.asked}
        return {key: int(value) for key, value in given.items() if value != ""}


def of_choice(every: Collection[d.Instrument], which: str) -> tuple[d.Instrument, d.Edition] | None:
    """The instrument and edition of a choice such as "whodas:1"."""
    key, _colon, number = which.partition(":")
    found = next((one for one in every if one.key == key), None)
    if found is None or not number.isdecimal() or int(number) >= len(found.editions):
        return None
    return found, found.editions[int(number)]


def _named(one: d.Instrument, edition: d.Edition) -> str:
    return one.names.in_language if len(one.editions) == 1 else f"{one.names.in_language}, {edition.version}"
