"""The forms of trainings, packages, attendance and feedback."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.meetings.forms import TimeField
from rinnalla.network.learning.actions import LISTS, Planned
from rinnalla.network.learning.models import PackagePart, Training, TrainingSeat
from rinnalla.network.materials.models import Material
from rinnalla.servicemodels.codes import code_list

MARKS = [(str(one), str(one)) for one in range(1, 6)]


class TrainingForm(forms.Form):
    """What is told of a training."""

    title = text(_("Nimi"), longest=160)
    kind = forms.ChoiceField(label=_("Millainen tilaisuus"), choices=Training.Kind.choices, widget=forms.RadioSelect)
    about = text(_("Mitä siellä opitaan"), rows=3, longest=2000, required=False)
    areas = forms.MultipleChoiceField(label=_("Osaaminen"), required=False, widget=forms.CheckboxSelectMultiple)
    topics = forms.MultipleChoiceField(label=_("Aihe"), required=False, widget=forms.CheckboxSelectMultiple)
    audiences = forms.MultipleChoiceField(label=_("Kenelle"), widget=forms.CheckboxSelectMultiple)
    organiser = forms.ChoiceField(
        label=_("Kuka järjestää"), choices=Training.Organiser.choices, widget=forms.RadioSelect
    )
    partner = text(_("Kumppanin nimi"), longest=160, required=False)
    day = DateField(label=_("Päivä"))
    starts = TimeField(label=_("Alkaa"))
    last_day = DateField(
        label=_("Viimeinen päivä"), required=False, help_text=_("Jätä tyhjäksi, jos kestää yhden päivän.")
    )
    ends = TimeField(label=_("Päättyy"))
    where = text(_("Paikka"), longest=200, hint=_("Osoite ja tila, tai etäkokouksen nimi."))
    places = forms.IntegerField(
        label=_("Paikkoja"), required=False, min_value=1, max_value=2000,
        help_text=_("Jätä tyhjäksi, jos kaikki mahtuvat."),
    )
    sign_up_by = DateField(label=_("Ilmoittautuminen viimeistään"))
    part = forms.ChoiceField(label=_("Osa kokonaisuutta"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, by: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field, name in LISTS.items():
            self.fields[field].choices = choices(code_list(name))
        rows = PackagePart.objects.filter(package__region_id=by.region_id, material__isnull=True)
        self.parts = {str(one.uuid): one for one in rows.select_related("package")}
        named_parts = [(key, str(one)) for key, one in self.parts.items()]
        self.fields["part"].choices = [("", _("Ei kuulu kokonaisuuteen")), *named_parts]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        own = {name: data[name] for name in (
            "kind", "title", "about", "areas", "topics", "audiences", "organiser", "partner", "where", "places",
            "sign_up_by",
        )}  # fmt: skip
        times = {
            "starts_at": _moment(data["day"], data["starts"]),
            "ends_at": _moment(data["last_day"] or data["day"], data["ends"]),
        }
        return {"planned": Planned(**own, **times), "part": self.parts.get(data["part"])}


class TrainingChangeForm(TrainingForm):
    """The same, of a training that is told already."""

    version = VersionField()
    form_key = None


def start_from(one: Training) -> dict[str, Any]:
    """What a change begins from."""
    same = ("title", "kind", "about", "areas", "topics", "audiences", "organiser", "partner", "where", "places",
            "sign_up_by", "version")  # fmt: skip
    starts, ends = dates.local(one.starts_at), dates.local(one.ends_at)
    return {name: getattr(one, name) for name in same} | {
        "day": starts.date(), "starts": dates.t(starts), "ends": dates.t(ends),
        "last_day": None if one.is_one_day else ends.date(), "part": str(one.part.uuid) if one.part else "",
    }


class CancelForm(forms.Form):
    """Why it is called off."""

    words = text(_("Miksi koulutus perutaan"), longest=300, hint=_("Ilmoittautuneet näkevät tämän."))


class PackageForm(forms.Form):
    """A new package."""

    name = text(_("Kokonaisuuden nimi"), longest=160)
    about = text(_("Mitä siitä oppii"), rows=3, longest=2000)
    form_key = KeyField()


class PartForm(forms.Form):
    """The next part of a package: an event or a material."""

    name = text(
        _("Osan nimi"), longest=160, required=False, hint=_("Materiaalin osalla on sen nimi, jos jätät tyhjäksi.")
    )
    material = forms.ChoiceField(
        label=_("Materiaali"), required=False,
        help_text=_("Ilman materiaalia osa suoritetaan tilaisuudessa."),
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, by: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.rows = {str(one.uuid): one for one in Material.objects.visible_to(by).offered().order_by("title")}
        titles = [(key, one.title) for key, one in self.rows.items()]
        self.fields["material"].choices = [("", _("Ei materiaalia")), *titles]

    def clean_material(self) -> Material | None:
        return self.rows.get(self.cleaned_data["material"])


class AttendanceForm(forms.Form):
    """Who of those with a place came."""

    came = forms.MultipleChoiceField(
        label=_("Ketkä olivat paikalla"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, seats: list[TrainingSeat], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.seats = {str(one.uuid): one for one in seats}
        self.fields["came"].choices = [
            (key, f"{one.user.name}, {one.unit.organisation.name}") for key, one in self.seats.items()
        ]
        self.fields["came"].initial = [key for key, one in self.seats.items() if one.came is not False]

    def clean_came(self) -> list[Any]:
        return [self.seats[key].uuid for key in self.cleaned_data["came"]]


class FeedbackForm(forms.Form):
    """How it was; kept without a name."""

    mark = forms.ChoiceField(
        label=_("Millainen koulutus oli"), choices=MARKS, widget=forms.RadioSelect,
        help_text=_("1 heikko, 5 erinomainen"),
    )
    use = forms.ChoiceField(
        label=_("Voitko käyttää oppimaasi työssä"), choices=MARKS, widget=forms.RadioSelect,
        help_text=_("1 en lainkaan, 5 heti"),
    )
    words = text(_("Mitä haluat sanoa järjestäjälle"), rows=3, required=False, longest=1000)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"mark": int(data["mark"]), "use": int(data["use"]), "words": data["words"]}


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, dates.HELSINKI)
