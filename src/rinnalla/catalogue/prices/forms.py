"""The forms of prices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.catalogue.prices.models import UnitPrice
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, text

PER = {UnitPrice.Per.EPISODE: _("Palvelujaksolta"), UnitPrice.Per.DAY: _("Päivältä")}
SPLIT, WHOLE = "split", "whole"


class MoneyField(forms.DecimalField):
    """Euros and cents as people write them: 84,50 or 1 200."""

    def __init__(self, label) -> None:
        super().__init__(
            label=label, max_digits=10, decimal_places=2, help_text=_("Esimerkiksi 84,50"),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 12}),
            error_messages={"invalid": _("Kirjoita hinta näin: 84,50.")},
        )

    def to_python(self, value):
        told = str(value or "").replace("\u00a0", "").replace(" ", "").replace("€", "").replace(",", ".")
        return super().to_python(told)


class PriceForm(forms.Form):
    """How much, for what, from when, by whose word; or why it cannot be split."""

    amount = MoneyField(_("Hinta euroina"))
    per = forms.ChoiceField(label=_("Mistä hinta maksetaan"), choices=list(PER.items()), widget=forms.RadioSelect)
    from_on = DateField(label=_("Alkaen"))
    to_on = DateField(label=_("Asti"), required=False)
    source = text(_("Mistä hinta on"), longest=200, hint=_("Esimerkiksi: ostosopimus 2026, liite 3"))
    split = forms.ChoiceField(
        label=_("Voiko kustannuksen jakaa asiakkaille"), widget=forms.RadioSelect, initial=SPLIT,
        choices=[(SPLIT, _("Kyllä")), (WHOLE, _("Ei, se on koko palvelun yhteinen"))],
    )
    why_not = text(_("Jos ei, miksi"), longest=300, required=False)
    form_key = KeyField()

    def __init__(self, *arguments, **named) -> None:
        super().__init__(*arguments, **named)
        self.fields["from_on"].initial = dates.today()


class WithdrawalForm(forms.Form):
    """Why a price is taken back."""

    reason = text(_("Miksi hinta perutaan"), longest=300)
