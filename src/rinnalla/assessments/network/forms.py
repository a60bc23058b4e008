"""Somebody beside the client, and that the map was gone through."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rinnalla.assessments.network.actions import Beside, since_text
from rinnalla.lib.errors import Refused
from rinnalla.lib.forms import KeyField, VersionField, choices, text
from rinnalla.servicemodels.codes import code_list


class BesideForm(forms.Form):
    """Who, with what, since when and what the client thinks. The kinds are those whose facts the writer may see."""

    kind = forms.ChoiceField(label=_("Kuka tai mikä taho"))
    name = text(_("Nimi"), longest=120, hint=_("Esimerkiksi: sisko Eija, Askel ry, terveysasema."))
    service = text(
        _("Missä asiassa rinnalla"), longest=200, hint=_("Esimerkiksi: kyydit, fysioterapia, velkaneuvonta.")
    )
    contact_person = text(_("Yhteyshenkilö"), longest=120, required=False)
    phone = text(_("Puhelin"), longest=40, required=False)
    since = text(_("Mistä alkaen"), longest=10, required=False, hint=_("Vuosi riittää: 2019, 5/2023 tai 3.11.2023."))
    view = forms.ChoiceField(label=_("Mitä asiakas ajattelee"), widget=forms.RadioSelect)
    own_words = text(_("Asiakkaan sanoin"), rows=2, required=False, longest=1000)
    source = forms.ChoiceField(label=_("Mistä tieto on"))
    source_whom = text(_("Keneltä tai mistä asiakirjasta"), longest=200, required=False)
    form_key = KeyField()
    version = VersionField()

    def __init__(self, *args: Any, groups: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in code_list("network_kinds") if one.definition.field_group in groups]
        self.fields["kind"].choices = choices(kinds, empty=now("Valitse"))
        self.fields["view"].choices = choices(code_list("network_views"))
        self.fields["source"].choices = choices(code_list("fact_sources"))
        self.fields["version"].required = False

    def clean_since(self) -> str:
        try:
            return since_text(self.cleaned_data["since"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def beside(self) -> Beside:
        """What was written, as the actions take it."""
        return Beside(**{name: self.cleaned_data[name] for name in Beside.__dataclass_fields__})


class GoneThroughForm(forms.Form):
    """The map was gone through with the client."""

    nobody = forms.BooleanField(label=_("Rinnalla ei ole nyt ketään"), required=False)
    form_key = KeyField()
