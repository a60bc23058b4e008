"""The forms of communications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.network.communications.actions import Told
from rinnalla.network.communications.models import CommunicationItem, ExperienceNote
from rinnalla.servicemodels.codes import code_list


class PlanForm(forms.Form):
    """What a year aims at."""

    year = forms.IntegerField(label=_("Vuosi"), min_value=2000, max_value=2100)
    aim = text(_("Mihin viestinnällä pyritään"), rows=4, longest=2000)


class ItemForm(forms.Form):
    """One thing that is told."""

    title = text(_("Otsikko"), longest=200)
    kind = forms.ChoiceField(label=_("Muoto"), choices=CommunicationItem.Kind.choices, widget=forms.RadioSelect)
    style = forms.ChoiceField(
        label=_("Tyyli"), choices=CommunicationItem.Style.choices, widget=forms.RadioSelect, initial="info"
    )
    topic = text(_("Mitä kerrotaan"), rows=4, longest=4000, required=False, hint=_("Älä kirjoita asiakkaan nimeä."))
    audiences = forms.MultipleChoiceField(label=_("Kenelle"), widget=forms.CheckboxSelectMultiple)
    channels = forms.MultipleChoiceField(label=_("Kanavat"), widget=forms.CheckboxSelectMultiple)
    planned_on = DateField(label=_("Julkaistaan"))
    campaign = forms.ChoiceField(label=_("Kampanja"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, by: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["channels"].choices = choices(code_list("communication_channels"))
        self.fields["audiences"].choices = choices(code_list("communication_audiences"))
        rows = CommunicationItem.objects.visible_to(by).filter(kind="campaign", dropped_at__isnull=True)
        self.campaigns = {str(one.uuid): one for one in rows.order_by("-planned_on")[:100]}
        self.fields["campaign"].choices = [
            ("", _("Ei kuulu kampanjaan")), *((key, one.title) for key, one in self.campaigns.items())
        ]

    def told(self) -> Told:
        data = self.cleaned_data
        names = ("kind", "style", "title", "topic", "channels", "audiences", "planned_on")
        return Told(**{name: data[name] for name in names}, campaign=self.campaigns.get(data["campaign"]))


class ItemChangeForm(ItemForm):
    """The same, of an item that is planned already."""

    version = VersionField()
    form_key = None


def start_from(one: CommunicationItem) -> dict[str, Any]:
    """What a change begins from."""
    names = ("title", "kind", "style", "topic", "audiences", "channels", "planned_on", "version")
    return {name: getattr(one, name) for name in names} | {"campaign": str(one.campaign.uuid) if one.campaign else ""}


class CheckForm(forms.Form):
    """The points of the list."""

    checks = forms.MultipleChoiceField(
        label=_("Kunnossa, tai ei koske tätä"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = VersionField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["checks"].choices = choices(code_list("accessibility_checks"))


class PublishForm(forms.Form):
    """It is out."""

    on = DateField(label=_("Julkaistu"), initial=dates.today)
    link = forms.URLField(label=_("Osoite"), required=False, max_length=400, assume_scheme="https")


class DropForm(forms.Form):
    """Why it is not done."""

    words = text(_("Miksi tätä ei tehdä"), longest=300)


class SeenForm(forms.Form):
    """How often it had been seen by a day."""

    channel = forms.ChoiceField(label=_("Kanava"), widget=forms.RadioSelect)
    on = DateField(label=_("Päivä, jonka luku on"), initial=dates.today)
    impressions = forms.IntegerField(
        label=_("Näyttökertoja yhteensä"), min_value=0, max_value=1_000_000_000,
        help_text=_("Kaikki näyttökerrat julkaisusta tähän päivään."),
    )
    source = text(_("Mistä luku on"), longest=160, hint=_("Esimerkiksi kanavan oma tilasto."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, item: CommunicationItem, **named: Any) -> None:
        super().__init__(*arguments, **named)
        names = dict(zip(item.channels, item.channel_names, strict=True))
        self.fields["channel"].choices = list(names.items())


class AwarenessForm(forms.Form):
    """How many knew of the services."""

    audience = forms.ChoiceField(label=_("Keneltä kysyttiin"), widget=forms.RadioSelect)
    on = DateField(label=_("Milloin"), initial=dates.today)
    answered = forms.IntegerField(label=_("Vastanneita"), min_value=1, max_value=1_000_000)
    knew = forms.IntegerField(label=_("Heistä palvelut tunsi"), min_value=0, max_value=1_000_000)
    source = text(_("Mikä kysely"), longest=160)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["audience"].choices = choices(code_list("communication_audiences"))


class ExperienceForm(forms.Form):
    """What somebody has lived."""

    teller = forms.ChoiceField(label=_("Kuka kertoi"), choices=ExperienceNote.Teller.choices, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Mistä"), widget=forms.RadioSelect)
    words = text(
        _("Kokemus"), rows=5, longest=4000,
        hint=_("Kirjoita niin, ettei kertojaa tunnista: ei nimiä eikä paikkoja."),
    )
    told_on = DateField(label=_("Milloin kerrottiin"), initial=dates.today)
    permitted = forms.BooleanField(
        label=_("Kertoja on antanut luvan kertoa tämän päättäjille nimettömänä"), required=False
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["theme"].choices = choices(code_list("experience_themes"))
