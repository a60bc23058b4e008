"""The forms of projects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.network.contacts.forms import NO_CLIENT
from rinnalla.network.partners.forms import PICK, partners_of
from rinnalla.network.partners.models import Partner
from rinnalla.network.projects.actions import ProjectWords, Worker
from rinnalla.network.projects.models import PROFESSIONAL, Project, ProjectPartner, ProjectResult
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.models import Pilot

WORDS = (
    "name", "funder", "starts_on", "ends_on", "aims", "programme", "budget_eur", "need_words", "need_low", "need_high",
    "need_source", "need_on",
)  # fmt: skip
MONEY = {"max_digits": 12, "decimal_places": 2, "localize": True}


def group_names() -> dict[str, str]:
    """The target groups a project may have; professionals are a group of their own (T-23)."""
    known = {one.key: one.names.in_language for one in codes.common().target_groups}
    return {**known, PROFESSIONAL: str(_("Ammattilaiset (toissijainen kohderyhmä)"))}


class ProjectForm(forms.Form):
    """What the project is: money, time, aims, for whom, how many need it."""

    name = text(_("Hankkeen nimi"), longest=160)
    funder = text(_("Rahoittaja"), longest=160)
    budget_eur = forms.DecimalField(label=_("Budjetti, euroa"), required=False, min_value=1, **MONEY)
    starts_on = DateField(label=_("Alkaa"))
    ends_on = DateField(label=_("Päättyy"))
    programme = forms.ChoiceField(label=_("Kansallinen ohjelma"), required=False)
    umbrella = forms.ChoiceField(label=_("Sateenvarjohanke, johon tämä kuuluu"), required=False)
    aims = text(_("Tavoitteet"), rows=5, hint=NO_CLIENT)
    groups = forms.MultipleChoiceField(label=_("Kohderyhmät"), widget=forms.CheckboxSelectMultiple)
    need_low = forms.IntegerField(label=_("Tuen tarpeessa alueella vähintään"), min_value=1, required=False)
    need_high = forms.IntegerField(label=_("Tuen tarpeessa alueella enintään"), min_value=1, required=False)
    need_words = text(
        _("Arvio tarpeesta sanoin"), longest=200, required=False,
        hint=_("Jos lukua ei ole, esimerkiksi: muutamia tuhansia."),
    )
    need_source = text(_("Arvion lähde"), longest=200, required=False)
    need_on = DateField(label=_("Arvion päivä"), required=False)
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, now: Project | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["version"].required = False
        programmes = [(one.key, one.names.in_language) for one in codes.common().programmes]
        self.fields["programme"].choices = [("", _("Ei ohjelmaa")), *programmes]
        rows = Project.objects.visible_to(actor).filter(umbrella__isnull=True).exclude(pk=now.pk if now else None)
        self.umbrellas = {str(one.uuid): one for one in rows}
        offered = [(key, one.name) for key, one in self.umbrellas.items()]
        self.fields["umbrella"].choices = [("", _("Ei mihinkään")), *offered]
        self.fields["groups"].choices = list(group_names().items())

    def words(self) -> ProjectWords:
        data = self.cleaned_data
        return ProjectWords(
            umbrella=self.umbrellas.get(data["umbrella"]), groups=tuple(data["groups"]),
            **{name: data[name] for name in WORDS},
        )


class ProjectPartnerForm(forms.Form):
    """Who takes part, in which role."""

    partner = forms.ChoiceField(label=_("Kumppani"))
    role = forms.ChoiceField(
        label=_("Rooli"), required=False, choices=[*ProjectPartner.Role.choices, ("", _("Ei ole enää mukana"))],
        widget=forms.RadioSelect, initial=ProjectPartner.Role.PARTNER,
    )

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.found = partners_of(actor)
        self.fields["partner"].choices = [PICK, *((key, one.name) for key, one in self.found.items())]

    def clean_partner(self) -> Partner:
        return self.found[self.cleaned_data["partner"]]


class WorkerForm(forms.Form):
    """Somebody of the staff, without a name."""

    task = text(_("Tehtävä"), longest=120, hint=_("Esimerkiksi työhönvalmentaja. Älä kirjoita nimeä."))
    profession = text(_("Ammatti tai koulutus"), longest=120)
    background = text(_("Tausta"), longest=120, required=False, hint=_("Esimerkiksi vammaispalvelut."))
    municipality = forms.ChoiceField(label=_("Kunta"), required=False)
    from_on = DateField(label=_("Alkaen"))
    to_on = DateField(label=_("Asti"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Municipality.objects.filter(region_id=actor.region_id).order_by("code")
        self.towns = {one.code: one for one in rows}
        self.fields["municipality"].choices = [("", _("Koko alue")), *((k, one.name) for k, one in self.towns.items())]

    def worker(self) -> Worker:
        data = {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
        return Worker(**{**data, "municipality": self.towns.get(data["municipality"])})


class SpendingForm(forms.Form):
    """Money that was used."""

    on = DateField(label=_("Päivä"))
    what = text(_("Mihin"), longest=160)
    amount_eur = forms.DecimalField(
        label=_("Euroa"), help_text=_("Korjauksessa on miinus edessä."), **MONEY
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class LinkForm(forms.Form):
    """Another project of the region."""

    other = forms.ChoiceField(label=_("Hanke, jonka kanssa tehdään yhteistyötä"))

    def __init__(self, *arguments: Any, actor: Actor, now: Project, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.rows = {str(one.uuid): one for one in Project.objects.visible_to(actor).exclude(pk=now.pk)}
        self.fields["other"].choices = [PICK, *((key, one.name) for key, one in self.rows.items())]

    def clean_other(self) -> Project:
        return self.rows[self.cleaned_data["other"]]


class TakePilotForm(forms.Form):
    """A pilot of a service that runs in the region."""

    pilot = forms.ChoiceField(
        label=_("Pilotti"), help_text=_("Palvelujen pilotit kirjataan palvelujen puolella, tähän ne liitetään.")
    )

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.rows = {str(one.uuid): one for one in Pilot.objects.filter(region_id=actor.region_id)}
        self.fields["pilot"].choices = [PICK, *((key, one.name) for key, one in self.rows.items())]

    def clean_pilot(self) -> Pilot:
        return self.rows[self.cleaned_data["pilot"]]


class ResultForm(forms.Form):
    """Something that stays."""

    kind = forms.ChoiceField(label=_("Mitä jää"), choices=ProjectResult.Kind.choices, widget=forms.RadioSelect)
    what = text(_("Tulos"), longest=200, hint=NO_CLIENT)
    form_key = KeyField()


def region_units(actor: Actor) -> dict[str, Unit]:
    """The region's units in use, by uuid as text: who may go on with something."""
    rows = Unit.objects.in_use().filter(organisation__region_id=actor.region_id).exclude(organisation__kind="employer")
    found = sorted(rows.select_related("organisation"), key=lambda one: (one.organisation.name, one.name))
    return {str(one.uuid): one for one in found}


def unit_choices(units: dict[str, Unit]) -> list[tuple[str, Any]]:
    return [PICK, *((key, f"{one.organisation.name}, {one.name}") for key, one in units.items())]


class HeirForm(forms.Form):
    """Who goes on with it, and from when."""

    heir = forms.ChoiceField(label=_("Mikä yksikkö jatkaa"))
    heir_from = DateField(label=_("Mistä päivästä alkaen"))

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.units = region_units(actor)
        self.fields["heir"].choices = unit_choices(self.units)

    def clean_heir(self) -> Unit:
        return self.units[self.cleaned_data["heir"]]


class ClosingForm(forms.Form):
    """What was learnt."""

    lessons = text(_("Mitä hankkeessa opittiin"), rows=5, longest=4000, hint=NO_CLIENT)
    version = VersionField()
