"""The forms of development actions, notes and stories."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.catalogue.models import ServiceCard
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField
from rinnalla.lib.forms import text as typed
from rinnalla.network.contacts.forms import NO_CLIENT
from rinnalla.network.development.actions import ActionWords, Step
from rinnalla.network.development.models import Development, OutcomeNote
from rinnalla.network.keeping import colleagues
from rinnalla.network.partners.forms import PICK
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects.forms import group_names, region_units, unit_choices
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.models import Pilot


class DevelopmentForm(forms.Form):
    """What is done, by whom, by when, and what it belongs to."""

    title = typed(_("Nimi"), longest=160, hint=NO_CLIENT)
    what = typed(_("Mitä tehdään ja miksi"), rows=4)
    responsible = forms.ChoiceField(
        label=_("Vastuuhenkilö"), required=False, help_text=_("Ilman vastuuhenkilöä ja päivää tämä on idea.")
    )
    due_on = DateField(label=_("Mihin mennessä"), required=False)
    project = forms.ChoiceField(label=_("Hanke"), required=False)
    partnership = forms.ChoiceField(label=_("Kumppanuus"), required=False)
    model_key = forms.ChoiceField(label=_("Toimintamalli, jota kehitetään"), required=False)
    groups = forms.MultipleChoiceField(
        label=_("Kohderyhmät"), required=False, widget=forms.CheckboxSelectMultiple
    )
    card = forms.ChoiceField(
        label=_("Palvelu, jota kehitetään"), required=False, help_text=_("Toimi näkyy palvelun kehittämislokissa.")
    )
    pilot = forms.ChoiceField(label=_("Palvelun pilotti"), required=False)
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, now: Development | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["version"].required = False
        self.people = colleagues(actor.organisation_id)
        if now and now.responsible:
            self.people.setdefault(str(now.responsible_id), now.responsible)
        self.fields["responsible"].choices = [PICK, *((key, one.name) for key, one in self.people.items())]
        region = actor.region_id
        self.within: dict[str, dict[str, Any]] = {
            "project": _by_uuid(Project.objects.filter(region_id=region, closed_at__isnull=True)),
            "partnership": _by_uuid(Partnership.objects.filter(region_id=region, ended_at__isnull=True)),
            "pilot": _by_uuid(Pilot.objects.filter(region_id=region)),
            "card": _by_uuid(ServiceCard.objects.offered().filter(region_id=region)),
        }
        for field, rows in self.within.items():
            if now and (own := getattr(now, field)):
                rows.setdefault(str(own.uuid), own)
            self.fields[field].choices = [PICK, *((key, one.name) for key, one in rows.items())]
        self.fields["model_key"].choices = [PICK, *model_names().items()]
        self.fields["groups"].choices = list(group_names().items())

    def words(self) -> ActionWords:
        data = self.cleaned_data
        return ActionWords(
            title=data["title"], what=data["what"], responsible=self.people.get(data["responsible"]),
            due_on=data["due_on"], model_key=data["model_key"], groups=tuple(data["groups"]),
            **{field: rows.get(data[field]) for field, rows in self.within.items()},
        )


def model_names() -> dict[str, str]:
    """The operating models of the handbook, by key."""
    return {one.key: one.names.in_language for one in codes.common().handbook.operating_models}


def _by_uuid(rows: Any) -> dict[str, Any]:
    return {str(one.uuid): one for one in rows}


class StepForm(forms.Form):
    """To which state it goes, and what that asks for; the rest may stay empty."""

    to = forms.ChoiceField(label=_("Mihin tilaan"), widget=forms.RadioSelect)
    findings = typed(
        _("Tulokset ja havainnot"), rows=4, required=False, hint=_("Tarvitaan, kun tämä on tehty tai jatkuu pysyvänä.")
    )
    heir = forms.ChoiceField(
        label=_("Mikä yksikkö jatkaa"), required=False, help_text=_("Tarvitaan, kun tämä jatkuu pysyvänä.")
    )
    heir_from = DateField(label=_("Mistä päivästä alkaen"), required=False)
    reason = typed(_("Miksi tätä ei tehty"), rows=3, required=False, hint=_("Tarvitaan, kun tätä ei tehdä."))
    version = VersionField()

    def __init__(self, *arguments: Any, actor: Actor, now: Development, **named: Any) -> None:
        super().__init__(*arguments, **named)
        names = dict(Development.State.choices)
        self.fields["to"].choices = [(state, names[state]) for state in now.may_become()]
        self.units: dict[str, Unit] = region_units(actor)
        self.fields["heir"].choices = unit_choices(self.units)

    def step(self) -> Step:
        data = self.cleaned_data
        told = {name: data[name] for name in ("to", "findings", "reason", "heir_from")}
        return Step(heir=self.units.get(data["heir"]), **told)


class NoteForm(forms.Form):
    """What has changed, by whose word, and where it can be seen."""

    theme = forms.ChoiceField(label=_("Teema"), choices=OutcomeNote.Theme.choices, widget=forms.RadioSelect)
    voice = forms.ChoiceField(label=_("Kenen kokemus"), choices=OutcomeNote.Voice.choices, widget=forms.RadioSelect)
    on = DateField(label=_("Päivä"))
    text = typed(_("Mikä on muuttunut"), rows=4, hint=NO_CLIENT)
    evidence = typed(
        _("Mistä sen näkee"), longest=300, required=False, hint=_("Linkki, luku tai asiakirja. Verkosto kirjaa aina.")
    )
    may_publish = typed(
        _("Lupa julkaista: kuka antoi ja miten"), longest=200, required=False,
        hint=_("Ilman lupaa tämä ei mene päättäjien koosteeseen."),
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class StoryForm(forms.Form):
    """The story as it would be told."""

    title = typed(_("Otsikko"), longest=160)
    text = typed(
        _("Tarina"), rows=8, longest=8000,
        hint=_("Kirjoita vain se, minkä henkilö haluaa kerrottavan. Muutos vaatii uudet suostumukset."),
    )
    employer = forms.ChoiceField(label=_("Työnantaja rekisteristä"), required=False)
    employer_name = typed(_("Työnantajan nimi"), longest=160, required=False, hint=_("Jos ei ole rekisterissä."))
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["version"].required = False
        self.employers = _by_uuid(Employer.objects.visible_to(actor).filter(ended_on__isnull=True))
        self.fields["employer"].choices = [
            ("", _("Ei rekisterissä")), *((key, one.name) for key, one in self.employers.items())
        ]

    def words(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = {name: data[name] for name in ("title", "text", "employer_name")}
        return {**words, "employer": self.employers.get(data["employer"])}


WHOSE = [("person", _("Henkilö, josta tarina kertoo")), ("employer", _("Työnantaja"))]


class ConsentForm(forms.Form):
    """Whose consent, when, and where the paper is."""

    whose = forms.ChoiceField(label=_("Kuka suostui"), choices=WHOSE, widget=forms.RadioSelect)
    on = DateField(label=_("Minä päivänä"))
    kept_in = typed(_("Missä allekirjoitettu suostumus on"), longest=200)
    version = VersionField()


class TakeBackForm(forms.Form):
    """Whose consent is taken back."""

    whose = forms.ChoiceField(label=_("Kuka perui suostumuksen"), choices=WHOSE, widget=forms.RadioSelect)


class VersionOnly(forms.Form):
    """Publishing asks for nothing but is made from what was seen."""

    version = VersionField()
