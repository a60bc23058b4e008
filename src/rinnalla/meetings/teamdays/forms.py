"""The forms of team days: a day with its times, a client's time, confirming it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership, User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.meetings.arranging.models import Readiness, Slot
from rinnalla.meetings.forms import TimeField, others_of_team
from rinnalla.meetings.teamdays.actions import MOST_SLOTS, Clearing
from rinnalla.plans.forms import group_field

CLEARINGS = (1, 2, 3)


class TeamDayForm(forms.Form):
    """When and where the team meets, and how many times there are."""

    on = DateField(label=_("Päivä"))
    at = TimeField(label=_("Ensimmäinen aika alkaa"))
    number = forms.IntegerField(label=_("Montako aikaa"), min_value=1, max_value=MOST_SLOTS, initial=6)
    minutes = forms.IntegerField(label=_("Yhden ajan kesto minuutteina"), min_value=10, max_value=240, initial=30)
    pause = forms.IntegerField(
        label=_("Tauko aikojen välissä minuutteina"),
        min_value=0,
        max_value=60,
        initial=5,
        required=False,
        help_text=_("Tauolla edellinen asiakas ehtii lähteä ja seuraava tulla rauhassa."),
    )
    place = text(_("Paikka"), longest=200, required=False)
    video_url = forms.URLField(label=_("Videokokouksen osoite"), required=False, assume_scheme="https")
    chair = forms.ModelChoiceField(label=_("Puheenjohtaja"), queryset=User.objects.none(), empty_label=None)
    form_key = KeyField()

    def __init__(self, *arguments: Any, unit_id: int | None, by_id: int | None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        here = Membership.objects.in_force().filter(unit_id=unit_id).values("user_id")
        self.fields["chair"].queryset = User.objects.filter(pk__in=here).order_by("name")
        self.fields["chair"].initial = by_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("place") and not data.get("video_url"):
            self.add_error("place", _("Kirjoita paikka tai videokokouksen osoite."))
        return data

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        data = self.cleaned_data
        starts_at = datetime.combine(data["on"], data["at"], dates.HELSINKI)
        names = ("number", "minutes", "place", "video_url", "chair")
        return {"starts_at": starts_at, "pause": data["pause"] or 0, **{name: data[name] for name in names}}


class BookingForm(forms.Form):
    """A free time for the client, straight (V-50) or with what has to be cleared first (V-51)."""

    slot = forms.ModelChoiceField(
        label=_("Aika"), queryset=Slot.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    purpose = text(_("Mitä varten"), rows=3, hint=_("Asiakas näkee tämän."))
    invited = forms.ModelMultipleChoiceField(
        label=_("Ketkä asiakkaan tiimistä kutsutaan"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Asiakas kutsutaan aina. Muut näkevät vain tämän ajan."),
    )
    guide = forms.ModelChoiceField(
        label=_("Kuka hoitaa järjestelyt"), queryset=User.objects.none(), required=False, empty_label=_("Minä itse")
    )
    readiness = forms.ChoiceField(
        label=_("Voiko tiimi päättää heti"),
        widget=forms.RadioSelect,
        initial=Readiness.READY,
        choices=[
            (Readiness.READY, _("Kyllä, kaikki tarvittava on tiedossa")),
            (Readiness.CLARIFY, _("Ensin tarvitaan lisäselvitys")),
        ],
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, by_id: int | None, groups: frozenset[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        free = Slot.objects.free().filter(day__unit__organisation__region_id=case.region_id)
        self.fields["slot"].queryset = free.select_related("day__unit").order_by("starts_at")
        self.fields["slot"].label_from_instance = _slot_name
        team = others_of_team(case, by_id)
        self.fields["invited"].queryset, self.fields["guide"].queryset = team, team
        self.fields["invited"].initial = list(team)
        everyone = User.objects.filter(pk__in=case.team.filter(left_at__isnull=True).values("user_id")).order_by("name")
        for n in CLEARINGS:
            self.fields[f"what_{n}"] = text(_("Lisäselvitys %(number)s") % {"number": n}, longest=300, required=False)
            self.fields[f"owner_{n}"] = forms.ModelChoiceField(
                label=_("Kuka selvittää"), queryset=everyone, required=False, empty_label=_("Valitse")
            )
            self.fields[f"due_on_{n}"] = DateField(label=_("Mihin mennessä"), required=False)
        self.fields["field_group"] = group_field(groups)
        self.fields["field_group"].label = _("Mihin tietoryhmään lisäselvitykset kuuluvat")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("readiness") != Readiness.CLARIFY:
            return data
        if not any(data.get(f"what_{n}") for n in CLEARINGS):
            self.add_error("what_1", _("Kirjoita, mitä selvitetään ennen tiimiä."))
        for n in CLEARINGS:
            if data.get(f"what_{n}"):
                for name, message in (
                    ("owner", _("Valitse, kuka selvittää.")),
                    ("due_on", _("Kirjoita päivä, johon mennessä se selvitetään.")),
                ):
                    if f"{name}_{n}" not in self.errors and not data.get(f"{name}_{n}"):
                        self.add_error(f"{name}_{n}", message)
        return data

    def clearings(self) -> list[Clearing]:
        """What is cleared first; nothing when the team can decide at once."""
        data = self.cleaned_data
        if data["readiness"] != Readiness.CLARIFY:
            return []
        return [
            Clearing(data[f"what_{n}"], data[f"owner_{n}"], data[f"due_on_{n}"], data["field_group"])
            for n in CLEARINGS
            if data[f"what_{n}"]
        ]


def _slot_name(slot: Slot) -> str:
    where = slot.day.place or _("videolla")
    day = f"{dates.weekday(slot.starts_at)} {dates.d(slot.starts_at)}"
    return f"{day} {dates.t(slot.starts_at)}–{dates.t(slot.ends_at)}, {where}"


class CallOffForm(forms.Form):
    """Why the whole day is not held."""

    reason = text(
        _("Miksi päivä perutaan"), longest=300,
        hint=_("Asiakkaat ja tiimit näkevät syyn. Älä kirjoita siihen kenenkään asioita."),
    )


class ConfirmForm(forms.Form):
    """The time is made sure; a reason when something is still open."""

    open_reason = text(_("Miksi aika varmistetaan, vaikka lisäselvitys on kesken"), longest=300, required=False)
    version = VersionField()

    def __init__(self, *arguments: Any, left: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not left:
            del self.fields["open_reason"]
