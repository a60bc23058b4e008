"""The forms of pilots."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.organisations.models import Region, Unit
from rinnalla.servicemodels import codes


class PilotForm(forms.Form):
    """Which service is tried, for how many, when and where, from which need, with whose help."""

    card = forms.ChoiceField(label=_("Mitä palvelua kokeillaan"))
    name = text(_("Pilotin nimi"), longest=120)
    target = forms.IntegerField(label=_("Monelleko asiakkaalle"), min_value=1, max_value=1000)
    starts_on = DateField(label=_("Alkaen"))
    ends_on = DateField(label=_("Asti"))
    place = forms.ChoiceField(label=_("Missä palvelu annetaan"), widget=forms.RadioSelect)
    need = text(_("Mistä asiakkaiden tarpeesta pilotti lähti"), rows=3)
    programme = forms.ChoiceField(label=_("Ohjelma, joka auttoi suunnittelemaan"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, region: Region, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.cards = {str(one.uuid): one for one in ServiceCard.objects.offered().filter(region=region)}
        self.fields["card"].choices = [("", _("Valitse")), *((key, one.name) for key, one in self.cards.items())]
        self.fields["place"].choices = choices(codes.code_list("service_places"))
        programmes = [(one.key, one.names.in_language) for one in codes.common().programmes]
        self.fields["programme"].choices = [("", _("Ei ohjelmaa")), *programmes]
        self.fields["starts_on"].initial = dates.today()

    def clean_card(self) -> ServiceCard:
        return self.cards[self.cleaned_data["card"]]


class ClosingForm(forms.Form):
    """What was found, and who goes on with those who are still in the service."""

    findings = text(_("Mitä pilotissa havaittiin"), rows=5)
    goes_on_in = forms.ChoiceField(
        label=_("Mikä yksikkö jatkaa palvelussa olevien kanssa"), required=False,
        help_text=_("Tarvitaan, jos palvelussa on vielä asiakkaita."),
    )
    how = text(_("Miten jatketaan"), rows=3, required=False)

    def __init__(self, *arguments: Any, region: Region, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Unit.objects.in_use().filter(organisation__region=region).select_related("organisation")
        self.units = {str(one.uuid): one for one in rows}
        named_units = sorted((f"{one.organisation.name}, {one.name}", key) for key, one in self.units.items())
        self.fields["goes_on_in"].choices = [("", _("Valitse")), *((key, name) for name, key in named_units)]

    def clean_goes_on_in(self) -> Unit | None:
        return self.units.get(self.cleaned_data["goes_on_in"])
