"""Why a worker records the client's act, and how the client said it: asked with every act in the client's place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices
from rinnalla.servicemodels.codes import code_list


class BehalfForm(forms.Form):
    """The three that every act has; a form of one act adds its own before them."""

    reason = forms.ChoiceField(
        label=_("Miksi kirjaat tämän asiakkaan puolesta"), widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, miksi kirjaat tämän asiakkaan puolesta.")},
    )
    way = forms.ChoiceField(
        label=_("Miten asiakas sanoi tämän"), widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, miten asiakas sanoi tämän.")},
    )
    said_on = DateField(label=_("Minä päivänä"), initial=dates.today)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["reason"].choices = choices(code_list("behalf_reasons"))
        self.fields["way"].choices = choices(code_list("behalf_ways"))
        common = ["reason", "way", "said_on", "form_key"]
        self.order_fields([*(name for name in self.fields if name not in common), *common])

    def said(self) -> dict[str, Any]:
        """The arguments of `note_on_behalf`."""
        data = self.cleaned_data
        return {name: data[name] for name in ("reason", "way", "said_on")} | {"key": data["form_key"]}
