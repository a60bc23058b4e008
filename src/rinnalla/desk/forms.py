"""The form of the data-protection officer's search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.forms import DateField, text

REASONS = [
    ("client_asked", _("Asiakas pyysi tietoa siitä, kuka on katsonut")),
    ("suspicion", _("Epäillään asiatonta katselua")),
    ("routine", _("Säännöllinen valvonta")),
    ("breach", _("Tietoturvaloukkauksen selvittely")),
    ("authority", _("Viranomainen pyysi selvitystä")),
]


class OversightForm(forms.Form):
    """Whose data or whose looking, when, and why it is asked."""

    about = text(
        _("Asian numero tai asiakkaan henkilötunnus"), longest=40, required=False,
        hint=_("Näet, kuka on katsonut tai muuttanut asian tietoja."),
    )
    worker = text(
        _("Työntekijän käyttäjätunnus"), longest=150, required=False,
        hint=_("Yksin: mitä työntekijä on katsonut. Asian kanssa: mitä hän on katsonut siitä."),
    )
    starts_on = DateField(label=_("Alkaen"), required=False)
    ends_on = DateField(label=_("Päättyen"), required=False)
    reason = forms.ChoiceField(
        label=_("Miksi haet?"), choices=REASONS, widget=forms.RadioSelect, help_text=_("Syy jää lokiin."),
        error_messages={"required": _("Valitse, miksi haet.")},
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "about" in given and "worker" in given and not given["about"] and not given["worker"]:
            self.add_error("about", _("Kirjoita asian numero, henkilötunnus tai työntekijän käyttäjätunnus."))
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("Viimeinen päivä on ennen ensimmäistä. Korjaa jompikumpi."))
        return given
