"""The forms of partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.lib.forms import KeyField, VersionField, text
from rinnalla.network.keeping import colleagues
from rinnalla.network.partners.actions import PartnerWords
from rinnalla.network.partners.models import Partner
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes

PICK = ("", _("Valitse"))


class PartnerForm(forms.Form):
    """Who the partner is and whom to call there."""

    organisation = forms.ChoiceField(
        label=_("Alueen organisaatio"), required=False, help_text=_("Jos kumppani käyttää ohjelmaa, valitse se tästä.")
    )
    name = text(_("Nimi"), longest=160, required=False, hint=_("Jos kumppani ei ole luettelossa."))
    kind = forms.ChoiceField(label=_("Millainen toimija"), required=False)
    contact_task = text(_("Yhteyshenkilön tehtävä"), longest=120, hint=_("Esimerkiksi verkostovastaava."))
    contact_name = text(_("Yhteyshenkilön nimi"), longest=120, required=False)
    contact_email = forms.EmailField(label=_("Sähköposti"), required=False)
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Organisation.objects.filter(region_id=actor.region_id).exclude(kind="employer")
        self.bodies = {str(one.uuid): one for one in sorted(rows, key=lambda one: one.name)}
        self.fields["organisation"].choices = [("", _("Ei luettelossa"))] + [
            (key, one.name) for key, one in self.bodies.items()
        ]
        kinds = [(one.key, codes.code_name("organisation_kinds", one.key)) for one in codes.common().organisation_kinds]
        self.fields["kind"].choices = [PICK, *kinds]
        self.fields["version"].required = False

    def words(self) -> PartnerWords:
        data = self.cleaned_data
        body = self.bodies.get(data["organisation"])
        told = {name: data[name] for name in ("name", "kind", "contact_task", "contact_name", "contact_email")}
        return PartnerWords(organisation=body, **told)


class RhythmForm(forms.Form):
    """How often, and who."""

    every_weeks = forms.IntegerField(
        label=_("Kuinka monen viikon välein"), min_value=1, max_value=260, required=False,
        help_text=_("Jätä tyhjäksi, jos yhteydenpidosta ei sovita."),
    )
    keeper = forms.ChoiceField(label=_("Kuka pitää yhteyttä"), required=False)
    version = VersionField()

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.people = colleagues(actor.organisation_id)
        self.fields["keeper"].choices = [PICK, *((key, one.name) for key, one in self.people.items())]

    def clean_keeper(self) -> User | None:
        return self.people.get(self.cleaned_data["keeper"])


class VersionForm(forms.Form):
    """An act that asks for nothing but is made from what was seen."""

    version = VersionField()


def partners_of(actor: Actor) -> dict[str, Partner]:
    """The region's partners in use, by uuid as text: what a form offers."""
    return {str(one.uuid): one for one in Partner.objects.visible_to(actor).in_use()}
