"""What is asked when a service is looked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.catalogue.queries import Narrowing
from rinnalla.lib.forms import choices
from rinnalla.organisations.models import Municipality
from rinnalla.servicemodels.codes import code_list, of_region, stages


class SearchForm(forms.Form):
    """One line for one's own words, and what the services are narrowed by. With `region_id` also its municipalities
    and stages are offered. What does not exist is left out."""

    q = forms.CharField(label=_("Mitä etsit?"), required=False, max_length=200)
    group = forms.ChoiceField(label=_("Ryhmä"), required=False)
    municipality = forms.ChoiceField(label=_("Kunta"), required=False)
    body = forms.ChoiceField(label=_("Vastuutaho"), required=False)
    stage = forms.ChoiceField(label=_("Vaihe"), required=False)
    language = forms.ChoiceField(label=_("Kieli"), required=False)
    need = forms.ChoiceField(label=_("Erityistarve"), required=False)

    def __init__(self, *args: Any, region_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = choices(code_list("service_groups"), empty=_("Kaikki palvelut"))
        self.fields["body"].choices = choices(code_list("responsible_bodies"), empty=_("Kaikki vastuutahot"))
        self.fields["language"].choices = choices(code_list("languages"), empty=_("Kaikki kielet"))
        self.fields["need"].choices = choices(code_list("special_needs"), empty=_("Ei erityistarvetta"))
        towns = Municipality.objects.filter(region_id=region_id) if region_id else ()
        by_name = sorted((town.name, town.code) for town in towns)
        self.fields["municipality"].choices = [("", _("Koko alue")), *((code, name) for name, code in by_name)]
        steps = choices(stages(of_region(region_id)) if region_id else (), empty=_("Kaikki vaiheet"))
        self.fields["stage"].choices = steps

    def words(self) -> tuple[str, str]:
        """The words and the group; a group that does not exist is left out."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("group", "")

    def narrowing(self) -> Narrowing:
        """What the services are narrowed by. A special need does not narrow here: a card that does not promise to meet
        it is marked, since a call may help (I-17)."""
        self.is_valid()
        names = ("group", "municipality", "body", "stage", "language")
        return Narrowing(**{name: self.cleaned_data.get(name, "") for name in names})

    @property
    def need_chosen(self) -> str:
        return self.cleaned_data.get("need", "")

    @property
    def narrowed(self) -> bool:
        """Something besides the words and the group is chosen."""
        return any(self.cleaned_data.get(name) for name in self.fields if name not in ("q", "group"))
