"""What the client fills in of work: an answer to an agreement, a word of a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rinnalla.employment.matching.models import INTERESTED, NO, TALK
from rinnalla.employment.support.models import APPROVED, REFUSED
from rinnalla.lib.forms import KeyField, text

ASK = "ask"


class AgreementAnswerForm(forms.Form):
    """Does the agreement suit me. `number` is the text that stood on the page."""

    answer = forms.ChoiceField(
        label=_("Sopiiko tämä sinulle?"), widget=forms.RadioSelect,
        choices=[
            (APPROVED, _("Sopii. Hyväksyn sopimuksen.")), (ASK, _("Haluan ensin kysyä jotakin.")),
            (REFUSED, _("Ei sovi näin. En hyväksy.")),
        ],
        error_messages={"required": _("Valitse, sopiiko tämä, haluatko kysyä vai eikö tämä sovi.")},
    )
    words = text(
        _("Mitä haluat kysyä tai muuttaa?"), rows=4, required=False, longest=300,
        hint=_("Kirjoita, jos kysyt tai jos tämä ei sovi. Valmentajasi lukee tämän."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
    form_key = KeyField()

    def clean(self) -> dict[str, Any]:
        """A question and a refusal say something."""
        data = super().clean() or {}
        if not data.get("words", "").strip() and "words" not in self.errors:
            if data.get("answer") == ASK:
                self.add_error("words", _now("Kirjoita, mitä haluat kysyä."))
            if data.get("answer") == REFUSED:
                self.add_error("words", _now("Kerro, mitä pitäisi muuttaa."))
        return data


class ProposalAnswerForm(forms.Form):
    """What I think of a proposed piece of work."""

    answer = forms.ChoiceField(
        label=_("Mitä ajattelet tästä työstä?"), widget=forms.RadioSelect,
        choices=[
            (INTERESTED, _("Tämä kiinnostaa minua.")), (TALK, _("Haluan puhua tästä ensin.")),
            (NO, _("Tämä ei kiinnosta minua.")),
        ],
        error_messages={"required": _("Valitse, mitä ajattelet tästä työstä.")},
    )
    words = text(
        _("Haluatko kertoa lisää?"), rows=3, required=False, longest=300,
        hint=_("Ei ole pakko. Valmentajasi lukee tämän. Työnantaja ei näe tätä."),
    )
    form_key = KeyField()
