"""What the client writes for oneself: a note, and an assessment of how things are."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rinnalla.assessments.results import scoring
from rinnalla.lib.errors import Refused
from rinnalla.lib.forms import KeyField, VersionField, text
from rinnalla.portal.models import OwnNote
from rinnalla.servicemodels import definitions as d

MOST_CHOICES = 11  # a longer scale is answered by writing the number


class NoteForm(forms.Form):
    """A note for oneself, or one's own words about the plan."""

    form_key = KeyField()
    about = forms.ChoiceField(
        label=_("Mistä kirjoitat?"), widget=forms.RadioSelect, initial=OwnNote.About.ANYTHING,
        choices=[(OwnNote.About.ANYTHING, _("Omasta asiasta")), (OwnNote.About.PLAN, _("Suunnitelmasta"))],
    )
    text = text(_("Muistiinpanosi"), rows=6, hint=_("Vain sinä näet tämän. Voit myöhemmin jakaa sen tiimillesi."))
    link = forms.URLField(
        label=_("Linkki"), required=False, max_length=400, assume_scheme="https",
        help_text=_("Jos haluat muistaa jonkin sivun. Esimerkiksi https://www.kela.fi"),
        error_messages={"invalid": _("Kirjoita osoite näin: https://www.kela.fi")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


class NoteChangeForm(NoteForm):
    version = VersionField()


class AssessmentForm(forms.Form):
    """A number for each scale of an instrument's edition. Any may be left out."""

    form_key = KeyField()

    def __init__(self, *args: Any, edition: d.Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        for scale in edition.scales:
            self.fields[f"s_{scale.key}"] = _field(scale)
        self.fields["words"] = text(_("Haluatko sanoa jotakin?"), rows=3, required=False, longest=1000)

    def scores(self) -> dict[str, float]:
        """The answered scales. Raises Refused for a number that the scale can't give."""
        found = {}
        for scale in self.edition.scales:
            written = self.cleaned_data.get(f"s_{scale.key}") or ""
            try:
                value = scoring.points(written)
            except ValueError as error:
                raise Refused(scoring.out_of_range(scale, written), field=f"s_{scale.key}") from error
            if value is not None:
                found[scale.key] = value
        return found


def _field(scale: d.Scale) -> forms.Field:
    """A choice of a short scale's numbers; of a longer one a field to write the number in."""
    low, high = scoring.shown(scale.lowest), scoring.shown(scale.highest)
    numbers = range(int(scale.lowest), int(scale.highest) + 1)
    hint = now("%(low)s = ei lainkaan, %(high)s = täysin") if scale.better == "larger" else now("%(low)s–%(high)s")
    words = {"label": scale.names.in_language, "required": False, "help_text": hint % {"low": low, "high": high}}
    if scale.step == 1 and len(numbers) <= MOST_CHOICES:
        return forms.ChoiceField(choices=[("", now("En vastaa")), *((str(one), str(one)) for one in numbers)], **words)
    return forms.CharField(
        max_length=8, widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"}), **words
    )
