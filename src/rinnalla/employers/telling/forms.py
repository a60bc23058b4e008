"""Forms of telling an employer: for whom a consent is asked, and what was told."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.servicemodels.codes import code_list


class ReceiverForm(forms.Form):
    """For which employer of the register the client's consent is asked."""

    employer = forms.ChoiceField(label=_("Työnantaja rekisterissä"))

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Employer.objects.filter(region_id=region_id).working()
        self.employers = {str(one.uuid): one for one in rows}
        named_rows = [(key, f"{one.name} {one.business_id}".strip()) for key, one in self.employers.items()]
        self.fields["employer"].choices = [("", _("Valitse")), *named_rows]

    def clean_employer(self) -> Employer:
        return self.employers[self.cleaned_data["employer"]]


class ToldForm(forms.Form):
    """What the employer was told: only what the consent lists is offered."""

    items = forms.MultipleChoiceField(label=_("Mitä kerroit"), widget=forms.CheckboxSelectMultiple)
    words = text(
        _("Mitä kerroit, omin sanoin"), rows=3,
        hint=_("Asiakas voi lukea tämän. Kerro, mitä työssä järjestetään, älä sairaudesta."),
    )
    receiver = text(_("Kenelle"), longest=79, required=False)
    channel = forms.ChoiceField(label=_("Miten"), required=False)
    on = DateField(label=_("Milloin"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        allowed = set(groups)
        offered = [one for one in code_list("employer_items") if one.definition.field_group in allowed]
        self.fields["items"].choices = choices(offered)
        self.fields["channel"].choices = choices(code_list("disclosure_channels"), empty=_("Ei tiedossa"))
        self.fields["on"].initial = dates.today()
