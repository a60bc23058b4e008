"""The forms of tenders, contracts and appropriations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.network.purchased.actions import Heard, Terms
from rinnalla.network.purchased.actions_money import Cost
from rinnalla.network.purchased.models import TRANSITIONS, Contract, ContractPrice, Lot, Procurement, ProcurementStage
from rinnalla.network.purchased.models_money import CostLine
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_list

NO_NAMES = _("Älä kirjoita asiakkaan nimeä.")


def _euros(label: Any, *, required: bool = True, digits: int = 10, hint: Any = "") -> forms.DecimalField:
    """Money as people write it: 1 250,50."""
    return forms.DecimalField(
        label=label, required=required, max_digits=digits, decimal_places=2, localize=True, help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class ProcurementForm(forms.Form):
    """What is going to be tendered, and for which need."""

    name = text(_("Mitä kilpailutetaan"), longest=160)
    category = forms.ChoiceField(label=_("Mitä hankitaan"), widget=forms.RadioSelect)
    need = text(_("Mihin tarpeeseen"), rows=3, longest=2000, hint=NO_NAMES)
    reference = text(_("Diaarinumero"), longest=80, required=False)
    from_on = DateField(label=_("Valmistelu alkoi"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["category"].choices = choices(code_list("purchase_categories"))
        self.fields["from_on"].initial = dates.today()


class StageForm(forms.Form):
    """The next stage; a hearing asks whom, what and what it changed."""

    stage = forms.ChoiceField(label=_("Seuraava vaihe"), widget=forms.RadioSelect)
    from_on = DateField(label=_("Vaihe alkoi"))
    heard_whom = text(_("Ketä kuultiin"), longest=300, required=False,
                      hint=_("Täytä nämä kolme, kun vaihe on kuuleminen. Esimerkiksi: kokemusasiantuntijat."))
    heard_what = text(_("Mitä kuultiin"), rows=3, longest=2000, required=False, hint=NO_NAMES)
    changed_what = text(_("Mitä kuuleminen muutti"), rows=3, longest=2000, required=False)
    words = text(_("Lisätietoja"), rows=2, longest=2000, required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, procurement: Procurement, **named: Any) -> None:
        super().__init__(*arguments, **named)
        names = dict(ProcurementStage.Stage.choices)
        self.fields["stage"].choices = [(key, names[key]) for key in TRANSITIONS[procurement.now.stage]]
        self.fields["from_on"].initial = dates.today()

    def heard(self) -> Heard:
        data = self.cleaned_data
        return Heard(data["heard_whom"], data["heard_what"], data["changed_what"])


class UnitChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.organisation.name}, {obj.name}"


class CardChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: ServiceCard) -> str:
        return obj.name


class ContractForm(forms.Form):
    """The contract as it was signed, and what the provider's people may see."""

    name = text(_("Sopimuksen nimi"), longest=160)
    unit = UnitChoice(label=_("Kuka tuottaa"), queryset=Unit.objects.none())
    procurement = forms.ModelChoiceField(label=_("Mistä kilpailutuksesta"), queryset=Procurement.objects.none(),
                                         required=False, empty_label=_("Ei kilpailutusta"))  # fmt: skip
    category = forms.ChoiceField(label=_("Mitä ostetaan"), widget=forms.RadioSelect)
    funding = forms.ChoiceField(label=_("Koulutuksen rahoitus"), required=False)
    target_group = text(_("Kenelle"), rows=2, longest=1000)
    from_on = DateField(label=_("Ensimmäinen päivä"))
    to_on = DateField(label=_("Viimeinen päivä"))
    reference = text(_("Sopimuksen numero"), longest=80, required=False)
    facts = forms.MultipleChoiceField(
        label=_("Mitä tuottaja näkee asiakkaasta"), widget=forms.CheckboxSelectMultiple, initial=["name", "phone"],
        help_text=_("Vain se, mitä palvelu tarvitsee. Terveystietoja tuottaja ei näe."),
    )
    cards = CardChoice(label=_("Mitä palveluja"), queryset=ServiceCard.objects.none(),
                       widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_("Voit valita useita."))  # fmt: skip
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        units = Unit.objects.filter(organisation__region_id=actor.region_id).select_related("organisation")
        self.fields["unit"].queryset = units.exclude(organisation_id=actor.organisation_id)
        self.fields["procurement"].queryset = Procurement.objects.visible_to(actor).filter(
            buyer_id=actor.organisation_id
        )
        self.fields["cards"].queryset = ServiceCard.objects.offered().filter(region_id=actor.region_id)
        self.fields["category"].choices = choices(code_list("purchase_categories"))
        self.fields["funding"].choices = choices(code_list("training_fundings"), empty=str(_("Ei ole koulutusta")))
        self.fields["facts"].choices = choices(code_list("provider_facts"))

    def terms(self) -> Terms:
        data = self.cleaned_data
        plain = {name: data[name] for name in ("name", "category", "target_group", "funding", "reference")}
        return Terms(facts=tuple(data["facts"]), **plain)


class EndContractForm(forms.Form):
    """The contract ends early."""

    on = DateField(label=_("Viimeinen päivä"), help_text=_("Tuottaja ei näe asiakkaita tämän päivän jälkeen."))
    why = text(_("Miksi sopimus päättyy"), rows=2, longest=300)


class LotForm(forms.Form):
    """A lot of the contract."""

    name = text(_("Osan nimi"), longest=160)
    kind = forms.ChoiceField(label=_("Mikä osa"), choices=Lot.Kind.choices, widget=forms.RadioSelect)
    gives = text(_("Mitä osa antaa"), rows=2, longest=1000, hint=_("Esimerkiksi: vahva tuki koulutuksen aikana."))
    places = forms.IntegerField(label=_("Paikkoja"), min_value=1, max_value=5000, required=False)
    from_on = DateField(label=_("Ensimmäinen päivä"))
    to_on = DateField(label=_("Viimeinen päivä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, contract: Contract, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["from_on"].initial, self.fields["to_on"].initial = contract.valid.lower, contract.last_day


class PriceForm(forms.Form):
    """A price from a day on."""

    item = forms.ChoiceField(label=_("Mistä maksetaan"), choices=ContractPrice.Item.choices, widget=forms.RadioSelect)
    amount = _euros(_("Hinta asiakkaalta, euroa"))
    from_on = DateField(label=_("Mistä päivästä"))
    form_key = KeyField()


class BonusRuleForm(forms.Form):
    """Who is a bonus client."""

    criteria = text(_("Perusteet"), rows=5, longest=4000, hint=_("Kukin peruste omalle rivilleen."))
    trigger = text(_("Milloin bonus maksetaan"), longest=300)
    from_on = DateField(label=_("Mistä päivästä"))
    form_key = KeyField()

    def lines(self) -> list[str]:
        return self.cleaned_data["criteria"].splitlines()


class ForecastForm(forms.Form):
    """An estimate, kept apart from what comes true."""

    year = forms.IntegerField(label=_("Vuosi"), min_value=2000, max_value=2100)
    percent = forms.IntegerField(label=_("Arvio bonusasiakkaiden osuudesta, %"), min_value=0, max_value=100)
    basis = text(_("Mihin arvio perustuu"), longest=300)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["year"].initial = dates.today().year


class ReportForm(forms.Form):
    """How the service has gone."""

    since = DateField(label=_("Mistä päivästä"))
    until = DateField(label=_("Mihin päivään"))
    words = text(_("Miten palvelu on sujunut"), rows=5, longest=4000, hint=NO_NAMES)
    form_key = KeyField()


class AppropriationForm(forms.Form):
    """Money of a year."""

    name = text(_("Mihin määräraha on"), longest=160)
    year = forms.IntegerField(label=_("Vuosi"), min_value=2000, max_value=2100)
    amount = _euros(_("Summa, euroa"), digits=12)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["year"].initial = dates.today().year


class CostForm(forms.Form):
    """Money used or tied up."""

    kind = forms.ChoiceField(label=_("Onko raha käytetty vai sidottu"), choices=CostLine.Kind.choices,
                             widget=forms.RadioSelect)  # fmt: skip
    what = text(_("Mihin raha meni"), longest=200, hint=NO_NAMES)
    on = DateField(label=_("Päivä"))
    amount = _euros(_("Summa, euroa"), required=False, digits=12, hint=_("Jätä tyhjäksi, jos summaa ei voi erottaa."))
    why_not = text(_("Miksi kulua ei voi kohdistaa"), longest=300, required=False,
                   hint=_("Täytä vain, jos kulua ei voi jakaa tarkasti."))  # fmt: skip
    people = forms.IntegerField(label=_("Montako ihmistä kulussa on mukana"), min_value=0, required=False)
    contract = forms.ModelChoiceField(label=_("Sopimus"), queryset=Contract.objects.none(), required=False,
                                      empty_label=_("Ei sopimusta"))  # fmt: skip
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["contract"].queryset = Contract.objects.visible_to(actor)

    def cost(self) -> Cost:
        names = ("kind", "what", "on", "amount", "why_not", "people", "contract")
        return Cost(**{name: self.cleaned_data[name] for name in names})


class WithdrawForm(forms.Form):
    """Why a line is taken back."""

    reason = text(_("Miksi rivi perutaan"), rows=2, longest=300)
