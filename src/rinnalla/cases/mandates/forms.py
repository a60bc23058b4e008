"""Forms of a mandate: whom the client names, what a guardian's decision says, why it ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib import hetu as hetus
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.servicemodels.codes import code_list

CONSENTS = "consents"  # what a helper has only when the client says so apart


class _Named(forms.Form):
    """Who, in what, until when."""

    name = text(_("Edustajan nimi"), longest=150)
    hetu = text(_("Edustajan henkilötunnus"), longest=11, hint=_("Esimerkiksi 131052-900W"))
    parts = forms.MultipleChoiceField(
        label=_("Mitä hän voi hoitaa"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Valitse ainakin yksi asia, jota hän voi hoitaa.")},
    )
    ends_on = DateField(label=_("Viimeinen päivä"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["parts"].choices = choices(code_list("mandate_parts"))

    def clean_hetu(self) -> hetus.Hetu:
        try:
            return hetus.parse(self.cleaned_data["hetu"])
        except hetus.HetuError as error:
            raise forms.ValidationError(error.message) from error

    def said(self) -> dict[str, Any]:
        """The arguments of the action."""
        data = dict(self.cleaned_data)
        return {"key": data.pop("form_key"), **data}


class HelperForm(_Named):
    """The client names a helper. Leaves are a question of their own: they are not given along with the rest."""

    own_consents = forms.BooleanField(
        label=_("Hän voi myös antaa, muuttaa ja perua lupia puolestani"), required=False,
        help_text=_("Luvilla päätetään, kuka saa nähdä tietojasi. Jätä tyhjäksi, jos haluat päättää luvista itse."),
    )
    field_order = ["name", "hetu", "parts", "own_consents", "ends_on"]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"].label = _("Auttajasi nimi")
        self.fields["hetu"].label = _("Auttajasi henkilötunnus")
        self.fields["hetu"].help_text = _(
            "Kysy se häneltä. Hän kirjautuu sillä omilla pankkitunnuksillaan. Emme näytä sitä kenellekään."
        )
        self.fields["parts"].required = False
        self.fields["parts"].choices = [one for one in self.fields["parts"].choices if one[0] != CONSENTS]
        self.fields["ends_on"].help_text = _("Tyhjä: kunnes lopetat sen. Voit lopettaa sen koska vain.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("parts") and not data.get("own_consents"):
            self.add_error("parts", self.fields["parts"].error_messages["required"])
        return data

    def said(self) -> dict[str, Any]:
        data = super().said()
        data["parts"] = [*data["parts"], *([CONSENTS] if data.pop("own_consents") else [])]
        return data


class GuardianForm(_Named):
    """What the authority's decision says."""

    authority = forms.ChoiceField(
        label=_("Kuka määräsi edunvalvojan"), widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, kuka päätöksen teki.")},
    )
    reference = text(
        _("Päätöksen tunnus"), longest=80, hint=_("Diaarinumero tai muu tunnus. Päätöstä ei liitetä tänne.")
    )
    decided_on = DateField(label=_("Päätöksen päivä"))
    starts_on = DateField(label=_("Tehtävä alkaa"), initial=dates.today)
    field_order = ["name", "hetu", "authority", "reference", "decided_on", "parts", "starts_on", "ends_on"]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"].label = _("Edunvalvojan nimi")
        self.fields["hetu"].label = _("Edunvalvojan henkilötunnus")
        self.fields["parts"].help_text = _("Valitse vain se, mikä kuuluu päätöksen mukaiseen tehtävään.")
        self.fields["authority"].choices = choices(code_list("mandate_authorities"))
        self.fields["ends_on"].help_text = _("Tyhjä: toistaiseksi.")


class EndingForm(forms.Form):
    """Why it ends, as whoever answers for the client records it."""

    why = forms.ChoiceField(
        label=_("Miksi tehtävä päättyy"), widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, miksi tehtävä päättyy.")},
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["why"].choices = choices(code_list("mandate_endings"))
