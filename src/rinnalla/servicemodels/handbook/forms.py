"""What is asked when a text is worded anew, a method gets its status, or an organisation tells of its use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.servicemodels.handbook.reading import degree_name, status_name

LABELS = {"fi": _("Teksti suomeksi"), "sv": _("Teksti ruotsiksi"), "en": _("Teksti englanniksi")}


class TextForm(forms.Form):
    """The text in each language; those of the region are asked, the others may be left out. `after`: the number of the
    version the writer began from."""

    text_fi = text(LABELS["fi"], rows=10, hint=_("Jokainen rivi on oma kappaleensa. Kirjoita lyhyitä lauseita."))
    text_sv = text(LABELS["sv"], rows=10, required=False)
    text_en = text(LABELS["en"], rows=10, required=False)
    why = text(_("Mitä muutit ja miksi"), longest=400, hint=_("Näkyy version kohdalla kaikille."))
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form_key = KeyField()

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in ("sv", "en"):
            self.fields[f"text_{language}"].required = language in languages

    def texts(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"text_{language}"] for language in LABELS}


class StatusForm(forms.Form):
    """From which day a method is what, and why."""

    status = forms.ChoiceField(label=_("Uusi tila"), widget=forms.RadioSelect)
    since = DateField(label=_("Mistä päivästä"), initial=dates.today)
    reason = text(_("Miksi"), rows=2, longest=400, hint=_("Esimerkiksi: asiakkaat kokivat sen hyödylliseksi."))
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(key, status_name(key)) for key in ("trial", "adopted", "retired")]


class AdoptionForm(forms.Form):
    """How far one's own organisation uses a model."""

    degree = forms.ChoiceField(label=_("Kuinka malli on teillä käytössä?"), widget=forms.RadioSelect)
    since = DateField(label=_("Mistä päivästä"), initial=dates.today)
    note = text(
        _("Lisätieto"), rows=2, required=False, longest=400, hint=_("Esimerkiksi: käytössä kahdessa yksikössä.")
    )
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["degree"].choices = [(key, degree_name(key)) for key in ("fully", "partly", "not")]
