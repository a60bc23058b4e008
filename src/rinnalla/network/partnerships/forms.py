"""The forms of partnerships."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.network.partners.forms import PICK, partners_of
from rinnalla.network.partners.models import Partner
from rinnalla.network.partnerships.actions import PartnershipWords
from rinnalla.network.partnerships.models import Partnership

PLACES, MORE = 6, 2
WORDS = ("name", "theme", "kind", "starts_on", "plan")


class PartnershipForm(forms.Form):
    """What is done together, on what theme, by whom, in the order in which the chair rotates."""

    name = text(_("Kumppanuuden nimi"), longest=160)
    theme = text(_("Teema"), longest=80)
    kind = forms.ChoiceField(
        label=_("Millainen kumppanuus"), choices=Partnership.Kind.choices, widget=forms.RadioSelect
    )
    starts_on = DateField(label=_("Alkoi"))
    plan = text(_("Mitä suunnittelette yhdessä"), rows=5, longest=4000)
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, now: Partnership | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["version"].required = False
        self.found = partners_of(actor)
        members = [one.partner for one in now.members.select_related("partner")] if now else []
        self.found |= {str(one.uuid): one for one in members}
        offered = [PICK, *((key, one.name) for key, one in self.found.items())]
        self.places = [f"member_{place}" for place in range(1, max(PLACES, len(members) + MORE) + 1)]
        for number, name in enumerate(self.places, 1):
            label = gettext("Kumppani %(number)s") % {"number": number}
            self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False)
            if number <= len(members):
                self.fields[name].initial = str(members[number - 1].uuid)
        self.fields[self.places[0]].help_text = _("Puheenjohtajan vuoro kiertää tässä järjestyksessä.")

    def words(self) -> PartnershipWords:
        return PartnershipWords(**{name: self.cleaned_data[name] for name in WORDS})

    def members(self) -> list[Partner]:
        """In their order; somebody chosen twice is there once."""
        picked = [self.cleaned_data[name] for name in self.places if self.cleaned_data[name]]
        return [self.found[key] for key in dict.fromkeys(picked)]


class TurnsForm(forms.Form):
    """From which day on, and how long each turn is."""

    first_on = DateField(label=_("Ensimmäinen vuoro alkaa"))
    months = forms.IntegerField(label=_("Yhden vuoron pituus kuukausina"), min_value=1, max_value=36)
    version = VersionField()


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = text(_("Mitä syntyi ja kuka jatkaa"), rows=4, longest=2000)
