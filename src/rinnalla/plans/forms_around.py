"""The forms of what stands round the plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import Code, code_list
from rinnalla.servicemodels.definitions.codes import PlanTemplate


class HostForm(forms.Form):
    """The statutory plan this plan is part of (L-53)."""

    kind = forms.ChoiceField(label=_("Minkä suunnitelman osa tämä on"), widget=forms.RadioSelect)
    starts_on = DateField(label=_("Voimassa alkaen"), initial=dates.today)
    ends_on = DateField(label=_("Voimassa asti"), required=False)
    reference = text(
        _("Tunniste"),
        required=False,
        longest=80,
        hint=_("Numero tai tunniste, jolla se löytyy omasta järjestelmästään."),
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = choices(code_list("host_plan_types"))


class StoringForm(forms.Form):
    """The working copy was stored in the national system."""

    stored_on = DateField(label=_("Milloin tallennettiin"), initial=dates.today)
    stored_id = text(_("Tunniste valtakunnallisessa järjestelmässä"), longest=80)


class LadderForm(forms.Form):
    """The rung the client steps on, and what is done there (L-74)."""

    stage = forms.ChoiceField(label=_("Kuntoutuksen vaihe"), widget=forms.RadioSelect)
    measures = text(_("Mitä tässä vaiheessa tehdään"), rows=3, hint=_("Esimerkiksi: Kolme päivää viikossa pajalla."))
    starts_on = DateField(label=_("Alkaen"), initial=dates.today)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["stage"].choices = choices(code_list("ladder_stages"))


class ConsiderationForm(forms.Form):
    """What the illness asks the others to mind (E-40)."""

    text = text(
        _("Mitä otetaan huomioon"),
        rows=3,
        hint=_("Kirjoita, mitä muiden on hyvä tehdä, ei sairautta. Esimerkiksi: Ei nostoja yli viiden kilon."),
    )
    form_key = KeyField()


class AskerForm(forms.Form):
    """Who may ask how it goes (L-55)."""

    membership = forms.ModelChoiceField(label=_("Kuka voi kysyä"), queryset=Membership.objects.none())

    def __init__(self, *arguments: Any, region: Region, **named: Any) -> None:
        super().__init__(*arguments, **named)
        able = [role.key for role in ROLES.values() if Permission.PROGRESS_ASK in role.permissions]
        rows = Membership.objects.in_force().filter(unit__organisation__region=region, role__in=able)
        self.fields["membership"].queryset = rows.select_related("user", "unit__organisation").order_by("user__name")
        self.fields["membership"].label_from_instance = (
            lambda one: f"{one.user.name}, {one.role_name}, {one.unit.organisation.name}"
        )


class EntryForm(forms.Form):
    """An organisation's share has been entered in its own system (C-04)."""

    entered_on = DateField(label=_("Milloin kirjattiin"), initial=dates.today)


class TemplateForm(forms.Form):
    """Suggested actions to choose from: what isn't ticked isn't made, and each text may be changed."""

    form_key = KeyField()

    def __init__(self, *arguments: Any, template: Code, **named: Any) -> None:
        super().__init__(*arguments, **named)
        definition: PlanTemplate = template.definition
        self.lines = definition.lines
        for line in self.lines:
            self.fields[f"take_{line.key}"] = forms.BooleanField(label=line.names.in_language, required=False)
            self.fields[f"what_{line.key}"] = forms.CharField(
                label=_("Toimi omin sanoin"), max_length=300, initial=line.names.in_language, required=False
            )

    def chosen(self) -> list[tuple[str, bool, int]]:
        """What was taken: the text, whether the client does it, in how many weeks."""
        data = self.cleaned_data
        return [
            (data[f"what_{line.key}"].strip() or line.names.in_language, line.by == "client", line.weeks)
            for line in self.lines if data[f"take_{line.key}"]
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(f"take_{line.key}") for line in self.lines):
            raise forms.ValidationError(_("Valitse ainakin yksi toimi, tai palaa suunnitelmaan."))
        return data
