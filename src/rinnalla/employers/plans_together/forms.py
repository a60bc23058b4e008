"""Forms of a plan of three parties."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.contacting.forms import NO_CLIENT
from rinnalla.employers.plans_together.models import EmployerPlan, PlanParty, PlanTarget
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_list, code_name

YEAR = 12


class PlanForm(forms.Form):
    """What the three aim at, who they are, from when to when."""

    name = text(_("Suunnitelman nimi"), longest=120)
    aim = text(_("Mihin pyritään"), rows=3, hint=NO_CLIENT)
    starts_on = DateField(label=_("Alkaa"))
    ends_on = DateField(label=_("Päättyy"))
    review_on = DateField(label=_("Katsotaan yhdessä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Unit.objects.in_use().filter(organisation__region_id=region_id).exclude(organisation__kind="employer")
        self.found = {str(one.uuid): one for one in rows.select_related("organisation").order_by("organisation", "key")}
        named_units = [(key, f"{one.organisation.name}, {one.name}") for key, one in self.found.items()]
        offered = [("", _("Valitse")), *named_units]
        self.parts = [one.key for one in code_list("plan_parts")]
        for one in code_list("plan_parts"):
            self.fields[one.key] = forms.ChoiceField(label=one.name, choices=offered)
        self.order_fields(["name", "aim", *self.parts])
        today = dates.today()
        for name, months in (("starts_on", 0), ("ends_on", YEAR), ("review_on", 3)):
            self.fields[name].initial = dates.add_months(today, months)

    def units(self) -> dict[str, Unit]:
        return {part: self.found[self.cleaned_data[part]] for part in self.parts}


class TargetForm(forms.Form):
    """A number to be reached by a day."""

    what = text(_("Mitä tavoitellaan"), longest=200, hint=_("Esimerkiksi: osatyökykyisille avautuvia työpaikkoja"))
    number = forms.IntegerField(label=_("Kuinka monta"), min_value=1, max_value=100_000)
    due_on = DateField(label=_("Mihin mennessä"))
    form_key = KeyField()


class FollowTargetForm(forms.Form):
    """How far the three are."""

    reached = forms.IntegerField(label=_("Kuinka monta nyt"), min_value=0, max_value=100_000)
    version = VersionField()


class MeasureForm(forms.Form):
    """What is done, and who of the three owns it."""

    what = text(_("Mitä tehdään"), longest=300, hint=NO_CLIENT)
    owner = forms.ChoiceField(label=_("Kuka omistaa toimen"), widget=forms.RadioSelect)
    target = forms.ChoiceField(label=_("Mihin tavoitteeseen"), required=False)
    due_on = DateField(label=_("Mihin mennessä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, plan: EmployerPlan, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.owners = {str(one.uuid): one for one in plan.parties.all()}
        self.targets = {str(one.uuid): one for one in plan.targets.all()}
        self.fields["owner"].choices = [
            (key, f"{code_name('plan_parts', one.part)}: {one.organisation.name}") for key, one in self.owners.items()
        ]
        named_targets = [(key, one.what) for key, one in self.targets.items()]
        self.fields["target"].choices = [("", _("Koko suunnitelmaan")), *named_targets]

    def clean_owner(self) -> PlanParty:
        return self.owners[self.cleaned_data["owner"]]

    def clean_target(self) -> PlanTarget | None:
        return self.targets.get(self.cleaned_data["target"])


class DoneForm(forms.Form):
    """The measure is done."""

    version = VersionField()


class PlanClosingForm(forms.Form):
    """What came of the plan."""

    result = text(_("Mitä suunnitelmasta tuli"), rows=3, hint=NO_CLIENT)
    version = VersionField()
