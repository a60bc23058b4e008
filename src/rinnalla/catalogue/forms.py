"""What is asked when a service is looked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.forms import choices
from rinnalla.servicemodels.codes import code_list


class SearchForm(forms.Form):
    """One line for one's own words, and the groups of the path figure."""

    q = forms.CharField(label=_("Mitä etsit?"), required=False, max_length=200)
    group = forms.ChoiceField(label=_("Ryhmä"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = choices(code_list("service_groups"), empty=_("Kaikki palvelut"))

    def words(self) -> tuple[str, str]:
        """The words and the group; a group that does not exist is left out."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("group", "")
