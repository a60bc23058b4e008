"""The forms of support by an expert by experience, and of what the unit pays."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership, User
from rinnalla.cases.models import Case, Channel
from rinnalla.catalogue.prices.forms import MoneyField
from rinnalla.feedback.experts import actions
from rinnalla.feedback.experts.models import Basis
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.organisations.models import Unit

CHANNELS = {
    Channel.MEETING: _("Tapaaminen"), Channel.PHONE: _("Puhelu"), Channel.MESSAGE: _("Viesti"),
    Channel.VIDEO: _("Videopuhelu"), Channel.HOME: _("Kotikäynti"),
}  # fmt: skip


class AskForm(forms.Form):
    """What the client hopes of the expert. The client writes it, or a worker on the client's word."""

    wish = text(_("Mitä toivot häneltä?"), rows=4, required=False, longest=1000,
                hint=_("Kokemusasiantuntija ja asiakasvastaava lukevat tämän."))  # fmt: skip
    form_key = KeyField()


class NameForm(forms.Form):
    """Who it is, and that the client has agreed to this very person."""

    expert = forms.ChoiceField(label=_("Kokemusasiantuntija"))
    agreed = forms.BooleanField(
        label=_("Asiakas on antanut luvan: juuri hän sopii"),
        help_text=_(
            "Hän näkee asiakkaan perustiedot, kunnes asiakas lopettaa. Jos laki ei anna hänen organisaatiolleen "
            "oikeutta, lupa on kirjallinen ja se kirjataan suostumukseksi."
        ),
    )

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.people = {str(one.pk): one for one in actions.experts(case)}
        named_ones = [(key, f"{one.user.name}, {one.unit.organisation.name}") for key, one in self.people.items()]
        self.fields["expert"].choices = [("", _("Valitse")), *named_ones]

    def clean_expert(self) -> Membership:
        return self.people[self.cleaned_data["expert"]]


class ContactForm(forms.Form):
    """When and how."""

    on = DateField(label=_("Päivä"))
    channel = forms.ChoiceField(label=_("Miten olitte yhteydessä"), widget=forms.RadioSelect,
                                choices=list(CHANNELS.items()))  # fmt: skip
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class RewardForm(forms.Form):
    """What is paid for, for which month, how much."""

    expert = forms.ChoiceField(label=_("Kokemusasiantuntija"))
    month = DateField(label=_("Kuukausi (jokin sen päivä)"))
    basis = forms.ChoiceField(label=_("Maksetaanko kerroista vai tunneista"), widget=forms.RadioSelect,
                              choices=Basis.choices)  # fmt: skip
    quantity = forms.DecimalField(
        label=_("Montako"), min_value=Decimal("0.25"), max_digits=6, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )
    euros_each = MoneyField(_("Palkkio kerralta tai tunnilta"))
    purpose = text(_("Mistä työstä"), longest=200, hint=_("Esimerkiksi: tukihenkilönä, raadissa. Ei asiakkaan nimeä."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, organisation_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Membership.objects.in_force().filter(role=actions.EXPERT, unit__organisation_id=organisation_id)
        self.people = {str(one.pk): one for one in rows.select_related("user", "unit").order_by("user__name", "pk")}
        names = [(key, f"{one.user.name}, {one.unit.name}") for key, one in self.people.items()]
        self.fields["expert"].choices = [("", _("Valitse")), *names]
        self.fields["month"].initial = dates.today()

    @property
    def said(self) -> dict[str, Any]:
        """What `actions.record_reward` takes."""
        data = dict(self.cleaned_data)
        chosen = self.people[data.pop("expert")]
        unit: Unit = chosen.unit
        expert: User = chosen.user
        key = data.pop("form_key")
        return {**data, "unit": unit, "expert": expert, "key": key}
