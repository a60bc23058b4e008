"""The forms of panels and of reviews of texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.feedback.panels.actions import experts_of
from rinnalla.feedback.panels.models import Outcome, Status
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.organisations.models import Region


class PanelForm(forms.Form):
    """When, where, on what, and how many."""

    topic = text(_("Mistä raati keskusteli"), longest=200)
    on = DateField(label=_("Päivä"))
    place = text(_("Paikka"), longest=120)
    clients = forms.IntegerField(label=_("Asiakkaita mukana"), min_value=0, max_value=500, initial=0)
    experts = forms.IntegerField(label=_("Kokemusasiantuntijoita mukana"), min_value=0, max_value=500, initial=0)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class ProposalForm(forms.Form):
    """What the panel proposes, and of which service."""

    text = text(_("Mitä raati ehdottaa"), rows=4, hint=_("Älä kirjoita kenenkään nimeä."))
    card = forms.ChoiceField(label=_("Mitä palvelua ehdotus koskee"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, region: Region, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = ServiceCard.objects.offered().filter(region=region)
        self.cards = {str(one.uuid): one for one in sorted(rows, key=lambda one: one.name)}
        named_cards = [(key, one.name) for key, one in self.cards.items()]
        self.fields["card"].choices = [("", _("Ei yhtä palvelua")), *named_cards]

    def clean_card(self) -> ServiceCard | None:
        return self.cards.get(self.cleaned_data["card"])


class AnswerForm(forms.Form):
    """The answer and where the proposal stands after it."""

    status = forms.ChoiceField(label=_("Miten ehdotuksen käy"), widget=forms.RadioSelect)
    words = text(_("Vastaus raadille"), rows=4, hint=_("Kerro myös syy, jos ehdotusta ei nyt toteuteta."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, may_become: tuple[str, ...], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["status"].choices = [(key, Status(key).label) for key in may_become]


class ReviewForm(forms.Form):
    """Which text was read, by whom and when, and what was proposed."""

    what = text(_("Mikä teksti tai sivu"), longest=200)
    on = DateField(label=_("Päivä"))
    expert = forms.ChoiceField(label=_("Kokemusasiantuntija"))
    proposed = text(_("Mitä hän ehdottaa"), rows=4)
    form_key = KeyField()

    def __init__(self, *arguments: Any, region: Region, only: int | None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.people = {str(one.pk): one for one in experts_of(region) if only in (None, one.pk)}
        self.fields["expert"].choices = [(key, one.name) for key, one in self.people.items()]
        self.fields["on"].initial = dates.today()

    def clean_expert(self) -> User:
        return self.people[self.cleaned_data["expert"]]


class SettleForm(forms.Form):
    """What came of a review."""

    outcome = forms.ChoiceField(label=_("Mitä tekstille tehtiin"), widget=forms.RadioSelect, choices=Outcome.choices)
    words = text(_("Kerro kokemusasiantuntijalle, mitä arviosta seurasi"), rows=3)
