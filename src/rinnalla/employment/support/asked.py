"""What a sum of a support is asked with: the fields of its way of reckoning, by GET, with nothing of a client."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employment.support.forms import HOURS, MONEY
from rinnalla.employment.support.sums import Given
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField
from rinnalla.servicemodels.definitions import WorkSupport


def _whole(label: Any, most: int, hint: Any = "", *, initial: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, initial=initial, help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )


def _euros(label: Any, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100_000, decimal_places=2, max_digits=8, localize=True, widget=MONEY,
        help_text=hint,
    )


FIELDS: dict[str, forms.Field] = {
    "ends_on": DateField(
        label=_("Työ tai kokeilu päättyy"), required=False, help_text=_("Jätä tyhjäksi, jos ei tiedossa.")
    ),
    "wages": _euros(_("Palkkakulut kuukaudessa, €")),
    "work_share": _whole(_("Työaika täydestä, %"), 100, initial=100),
    "long_unemployed": forms.BooleanField(label=_("Työttömänä 12 kuukautta 14 kuukauden aikana"), required=False),
    "purchases": _euros(_("Työvälineet ja muutokset, €")),
    "hours": _whole(_("Toisen työntekijän apua, tuntia kuukaudessa"), 744),
    "months": _whole(_("Kuinka monta kuukautta apua"), 120),
    "hours_day": forms.DecimalField(
        label=_("Tunteja päivässä"), min_value=0, max_value=24, decimal_places=1, max_digits=3, localize=True,
        widget=HOURS,
    ),
    "days_week": _whole(_("Päiviä viikossa"), 7, initial=5),
    "day_amount": _euros(_("Päivärahan määrä, €"), _("Katso määrä kela.fi-sivulta.")),
    "used": _whole(_("Jo käytetty"), 1000),
}
ASKED = {
    "wages": ("ends_on", "wages"), "help": ("purchases", "hours", "months"),
    "grant": ("ends_on", "day_amount", "used"), "trial": ("ends_on", "hours_day", "days_week", "used"),
    "weekdays": ("used",),
}
USED_MONTHS = _("Jo käytetty, kuukautta")
USED_IN = {"grant": USED_MONTHS, "trial": USED_MONTHS, "weekdays": _("Jo käytetty, arkipäivää")}


class SumForm(forms.Form):
    """The questions of one support."""

    starts_on = DateField(label=_("Alkaa"), initial=dates.today)

    def __init__(self, *args: Any, support: WorkSupport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(ASKED[support.sum])
        if any(rule.months_long for rule in support.rules):
            names.append("long_unemployed")
        if any(rule.work_share for rule in support.rules):
            names.append("work_share")
        for name in names:
            self.fields[name] = _fresh(name)
        if "used" in names:
            self.fields["used"].label = USED_IN[support.sum]
        self.fields["terms"] = forms.MultipleChoiceField(
            label=_("Mitkä ehdot täyttyvät"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(one.key, one.names.in_language) for one in support.terms],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."))
        return data

    def given(self) -> Given:
        data = {name: value for name, value in self.cleaned_data.items() if name != "terms" and value is not None}
        return Given(**data)


def _fresh(name: str) -> forms.Field:
    return deepcopy(FIELDS[name])
