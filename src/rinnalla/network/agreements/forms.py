"""The forms of agreements."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.organisations.agreements import Signed
from rinnalla.organisations.models import Organisation, OrganisationAgreement


class AgreementForm(forms.Form):
    """What stands on the paper."""

    kind = forms.ChoiceField(
        label=_("Mistä sovitaan"), choices=OrganisationAgreement.Kind.choices, widget=forms.RadioSelect
    )
    reference = text(_("Asianumero tai nimi"), longest=80, hint=_("Esimerkiksi HVA 2026/114."))
    concerns = text(_("Mitä sopimus koskee"), rows=3, required=False, longest=2000)
    signed_on = DateField(label=_("Allekirjoitettu"))
    signed_by = text(_("Ketkä allekirjoittivat"), longest=300, hint=_("Nimi ja tehtävä kummastakin organisaatiosta."))
    kept_in = text(_("Missä allekirjoitettu sopimus on"), longest=200, required=False)
    valid_from = DateField(label=_("Ensimmäinen päivä"))
    valid_to = DateField(
        label=_("Viimeinen päivä"), required=False, help_text=_("Jätä tyhjäksi, jos sopimus on voimassa toistaiseksi.")
    )
    form_key = KeyField()

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        paper = {name: data[name] for name in ("kind", "reference", "signed_on", "signed_by", "concerns", "kept_in")}
        days = {"valid_from": data["valid_from"], "valid_to": data["valid_to"]}
        return {"signed": Signed(**paper), **days, "key": data["form_key"]}


class NewAgreementForm(AgreementForm):
    """The same, with whose it is."""

    organisation = forms.ChoiceField(label=_("Organisaatio"))
    field_order = ["organisation"]

    def __init__(self, *arguments: Any, bodies: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.bodies = {str(one.uuid): one for one in sorted(bodies, key=lambda one: one.name)}
        self.fields["organisation"].choices = [
            ("", _("Valitse")),
            *((key, one.name) for key, one in self.bodies.items()),
        ]

    def clean_organisation(self) -> Organisation:
        return self.bodies[self.cleaned_data["organisation"]]


class EndingForm(forms.Form):
    """Why an agreement ends before its time."""

    reason = text(_("Miksi sopimus päättyy"), longest=300)


def renewal_start(one: OrganisationAgreement) -> dict[str, Any]:
    """What a renewal begins from: the same matter, from the day after the old one's last."""
    after = one.last_day + timedelta(days=1) if one.last_day and not one.ended_at else None
    return {"kind": one.kind, "concerns": one.concerns, "signed_by": one.signed_by, "valid_from": after}
