"""The forms of contacts and events."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.network.contacts.actions import Planned, Went
from rinnalla.network.contacts.models import ContactPart, CooperationContact
from rinnalla.network.development.models import Development
from rinnalla.network.partners.forms import PICK, partners_of
from rinnalla.network.partners.models import Partner
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects.models import Project

NO_CLIENT = _("Älä kirjoita asiakkaan nimeä. Kaikki alueen toimijat lukevat tämän.")
HOURS = {"max_digits": 6, "decimal_places": 1, "min_value": 0, "required": False, "localize": True}


class ContactForm(forms.Form):
    """What is planned, about what, for whom, with whom, when. One that was held already tells how many came."""

    kind = forms.ChoiceField(label=_("Mitä tehdään"), choices=CooperationContact.Kind.choices)
    title = text(_("Nimi"), longest=160, hint=NO_CLIENT)
    theme = text(_("Teema"), longest=80, hint=_("Samalla sanalla kuin ennen: teemoittain lasketaan."))
    audience = forms.ChoiceField(label=_("Kenelle"), choices=CooperationContact.Audience.choices)
    on = DateField(label=_("Päivä"))
    place = text(_("Paikka"), longest=160, required=False)
    partners = forms.MultipleChoiceField(
        label=_("Mukana olevat kumppanit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    co_planners = forms.MultipleChoiceField(
        label=_("Kumppanit, jotka suunnittelevat yhdessä"), required=False, widget=forms.CheckboxSelectMultiple
    )
    partnership = forms.ChoiceField(label=_("Kumppanuus"), required=False)
    project = forms.ChoiceField(label=_("Hanke"), required=False)
    came = forms.IntegerField(
        label=_("Osallistujia"), min_value=0, max_value=100_000, required=False,
        help_text=_("Vain jos tämä on jo pidetty."),
    )
    hours = forms.DecimalField(label=_("Omien työntekijöiden tunteja"), **HOURS)
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.found = partners_of(actor)
        offered = [(key, one.name) for key, one in self.found.items()]
        self.fields["partners"].choices = self.fields["co_planners"].choices = offered
        self.within: dict[str, dict[str, Any]] = {
            "partnership": {
                str(one.uuid): one for one in Partnership.objects.visible_to(actor).filter(ended_at__isnull=True)
            },
            "project": {str(one.uuid): one for one in Project.objects.visible_to(actor).filter(closed_at__isnull=True)},
        }
        for field, rows in self.within.items():
            self.fields[field].choices = [PICK, *((key, one.name) for key, one in rows.items())]
        known = CooperationContact.objects.visible_to(actor).order_by("theme").values_list("theme", flat=True)
        self.themes = list(dict.fromkeys(known.distinct()))

    def planned(self) -> Planned:
        data = self.cleaned_data
        within = {field: rows.get(data[field]) for field, rows in self.within.items()}
        return Planned(**{name: data[name] for name in ("kind", "title", "theme", "audience", "on", "place")}, **within)

    def parts(self) -> dict[Partner, str]:
        """Who takes part, and in which role; who plans it with us takes part too."""
        roles: dict[Partner, str] = {}
        for field, role in (("partners", ContactPart.Role.TAKES_PART), ("co_planners", ContactPart.Role.CO_PLANNER)):
            roles |= {self.found[key]: role for key in self.cleaned_data[field]}
        return roles

    def went(self) -> Went | None:
        came = self.cleaned_data["came"]
        return None if came is None else Went(came=came, hours=self.cleaned_data["hours"])


class HeldForm(forms.Form):
    """How it went."""

    came = forms.IntegerField(label=_("Osallistujia"), min_value=0, max_value=100_000)
    hours = forms.DecimalField(
        label=_("Omien työntekijöiden tunteja"), help_text=_("Arvio riittää. Esimerkiksi 4,5."), **HOURS
    )
    summary = text(_("Mitä sovittiin"), rows=4, required=False, longest=2000, hint=NO_CLIENT)

    def went(self) -> Went:
        return Went(**self.cleaned_data)


class MoveForm(forms.Form):
    """Another day."""

    on = DateField(label=_("Uusi päivä"))


class CancelForm(forms.Form):
    """Why it is called off."""

    why = text(_("Miksi tämä peruttiin"), longest=300)


class LedForm(forms.Form):
    """The development action it led to."""

    development = forms.ChoiceField(
        label=_("Kehittämistoimi"), help_text=_("Jos sitä ei vielä ole, kirjaa se ensin kehittämistoimiin.")
    )

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.rows = {str(one.uuid): one for one in Development.objects.visible_to(actor).in_order()}
        self.fields["development"].choices = [PICK, *((key, one.title) for key, one in self.rows.items())]

    def clean_development(self) -> Development:
        return self.rows[self.cleaned_data["development"]]
