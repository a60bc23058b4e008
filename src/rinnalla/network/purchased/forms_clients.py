"""The forms of clients placed in what was bought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.network.purchased.actions_clients import criteria_of
from rinnalla.network.purchased.models import Contract, Lot
from rinnalla.network.purchased.models_clients import CONFIRMED, REFUSED, WITHDRAWN, Placement
from rinnalla.services.models import ServiceEpisode


class EpisodeChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: ServiceEpisode) -> str:
        return obj.name


class ContractChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Contract) -> str:
        return f"{obj.name}, {obj.provider.name}"


class LotChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Lot) -> str:
        return f"{obj.contract.name}: {obj.name}"


class PlaceForm(forms.Form):
    """Which of the client's services is given by which contract."""

    episode = EpisodeChoice(label=_("Mikä palvelu"), queryset=ServiceEpisode.objects.none(), empty_label=_("Valitse"))
    contract = ContractChoice(label=_("Millä sopimuksella"), queryset=Contract.objects.none(), empty_label=_("Valitse"))
    lot = LotChoice(label=_("Sopimuksen osa"), queryset=Lot.objects.none(), required=False, empty_label=_("Ei osaa"))
    target_group = forms.BooleanField(label=_("Asiakas on osatyökykyinen palvelun alkaessa"), required=False)
    until_on = DateField(label=_("Mihin asti tuottaja näkee asiakkaan"), required=False,
                         help_text=_("Jos jätät tyhjäksi, sopimuksen loppuun."))  # fmt: skip
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, actor: Actor, groups: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Contract.objects.visible_to(actor).in_force().filter(region_id=case.region_id)
        own = ServiceEpisode.objects.visible_to(actor).not_ended().filter(case=case, field_group__in=groups)
        bought = own.filter(card__in=rows.values("services__card")).select_related("card")
        self.fields["episode"].queryset = bought.filter(placement__isnull=True)
        self.fields["contract"].queryset = rows.select_related("provider")
        self.fields["lot"].queryset = Lot.objects.filter(contract__in=rows).select_related("contract")


class EndPlacementForm(forms.Form):
    """The provider's part ends."""

    solved = forms.ChoiceField(label=_("Löytyikö ratkaisu"), choices=Placement.Solved.choices, widget=forms.RadioSelect)
    version = VersionField()


class DiagnosisForm(forms.Form):
    """For the share of a service alone."""

    known = forms.ChoiceField(
        label=_("Onko asiakkaalla diagnoosi"), widget=forms.RadioSelect, required=False,
        choices=[("yes", _("On")), ("no", _("Ei")), ("", _("Ei tiedossa"))],
        help_text=_("Vain palvelun osuutta varten. Tuottaja ei näe tätä eikä sitä ole missään luettelossa."),
    )  # fmt: skip
    version = VersionField()

    def answer(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["known"])


class ProposalForm(forms.Form):
    """By which agreed criterion, and why."""

    criterion = forms.ChoiceField(label=_("Sovittu peruste"), widget=forms.RadioSelect)
    reason = text(_("Perustelu"), rows=3, longest=1000, hint=_("Kirjoita tilanteesta vain se, mitä peruste vaatii."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, placement: Placement, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["criterion"].choices = [(one["key"], one["text"]) for one in criteria_of(placement.contract)]


class DecisionForm(forms.Form):
    """What the buyer decides, and why."""

    state = forms.ChoiceField(label=_("Päätös"), widget=forms.RadioSelect)
    reason = text(_("Perustelu"), rows=3, longest=1000)
    form_key = KeyField()

    def __init__(self, *arguments: Any, placement: Placement, **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = {CONFIRMED: _("Vahvistan bonuksen"), REFUSED: _("En vahvista"), WITHDRAWN: _("Perun bonuksen")}
        self.fields["state"].choices = [(key, one) for key, one in words.items() if placement.bonus_may(key)]
