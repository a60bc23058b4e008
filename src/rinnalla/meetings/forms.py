"""The forms of a meeting."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.meetings.models import How, Kind, Meeting, Participant
from rinnalla.plans.forms import ActionForm, group_field
from rinnalla.plans.models import Goal
from rinnalla.servicemodels.codes import code_list, of_case
from rinnalla.services.models import ServiceEpisode


class TimeField(forms.Field):
    """A time of day typed as 9.05 or 9:05."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})
    default_error_messages = {"invalid": _("Kirjoita aika näin: 9.05.")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        hours, _dot, minutes = str(value).strip().replace(":", ".").partition(".")
        if not (hours.isdecimal() and (minutes or "0").isdecimal() and int(hours) < 24 and int(minutes or 0) < 60):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(hours), int(minutes or 0))

    def prepare_value(self, value: Any) -> Any:
        return dates.t(value) if isinstance(value, time) else value


class WhenForm(forms.Form):
    """When and where."""

    on = DateField(label=_("Päivä"))
    at = TimeField(label=_("Kellonaika"))
    minutes = forms.IntegerField(label=_("Kesto minuutteina"), min_value=5, max_value=600, initial=60)
    place = text(_("Paikka"), longest=200, required=False, hint=_("Kirjoita niin, että asiakas löytää perille."))
    video_url = forms.URLField(label=_("Videokokouksen osoite"), required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("place") and not data.get("video_url"):
            self.add_error("place", _("Kirjoita paikka tai videokokouksen osoite."))
        return data

    def when(self) -> dict[str, Any]:
        """The arguments of the action."""
        data = self.cleaned_data
        starts_at = datetime.combine(data["on"], data["at"], dates.HELSINKI)
        return {"starts_at": starts_at, **{name: data[name] for name in ("minutes", "place", "video_url")}}


class ConveneForm(WhenForm):
    """Call a meeting: what kind, when, why, what was tried, who is asked."""

    kind = forms.ChoiceField(label=_("Millainen tapaaminen"), initial=Kind.WORK)
    purpose = text(_("Mitä varten"), rows=3)
    tried_solutions = text(
        _("Mitä on jo kokeiltu"),
        rows=3,
        required=False,
        hint=_("Työkokoukseen tarvitaan: se pidetään, kun muu ei ole auttanut."),
    )
    invited = forms.ModelMultipleChoiceField(
        label=_("Ketkä kutsutaan"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Asiakas kutsutaan aina."),
    )
    episode = forms.ModelChoiceField(
        label=_("Mitä palvelua tapaaminen koskee"),
        queryset=ServiceEpisode.objects.none(),
        required=False,
        empty_label=_("Ei yhtä palvelua"),
    )
    guide = forms.ModelChoiceField(
        label=_("Kuka hoitaa järjestelyt"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Minä itse"),
        help_text=_("Palveluohjaaja varmistaa tilan, kulun ja tulkin ja tukee asiakasta tapaamisessa."),
    )
    form_key = KeyField()
    field_order = [
        "kind",
        "on",
        "at",
        "minutes",
        "place",
        "video_url",
        "purpose",
        "tried_solutions",
        "invited",
        "guide",
        "episode",
    ]

    def __init__(self, *arguments: Any, case: Case, by_id: int, groups: frozenset[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = choices(code_list("meeting_kinds", region=of_case(case)))
        self.fields["invited"].queryset = others_of_team(case, by_id)
        self.fields["guide"].queryset = others_of_team(case, by_id)
        running = ServiceEpisode.objects.filter(case=case, field_group__in=groups).not_ended()
        self.fields["episode"].queryset = running.select_related("card").order_by("-made_at")


def others_of_team(case: Case, by_id: int | None) -> QuerySet[User]:
    """The client's team without the one who fills in the form, by name."""
    rows = case.team.filter(left_at__isnull=True).exclude(user_id=by_id).values("user_id")
    return User.objects.filter(pk__in=rows).order_by("name")


class MoveForm(WhenForm):
    """Another time or place."""

    version = VersionField()


class CancelForm(forms.Form):
    """Why the meeting is cancelled."""

    reason = text(_("Miksi tapaaminen perutaan"), longest=300)
    version = VersionField()


class AbsenceForm(forms.Form):
    """Why the client will not be there."""

    reason = forms.ChoiceField(
        label=_("Miksi asiakas ei tule"),
        widget=forms.RadioSelect,
        help_text=_("Tapaamisen voi pitää ilman asiakasta vain, jos hän itse kieltäytyi tai pyysi pitämään sen."),
    )
    version = VersionField()

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["reason"].choices = choices(code_list("absence_reasons", region=of_case(case)))


class HoldForm(forms.Form):
    """The meeting was held: who were there."""

    client_present = forms.BooleanField(label=_("Asiakas oli paikalla"), required=False)
    came = forms.ModelMultipleChoiceField(
        label=_("Ketkä muut olivat paikalla"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    guests = forms.ModelMultipleChoiceField(
        label=_("Ketkä muualta kutsutut olivat paikalla"),
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = VersionField()

    def __init__(self, *arguments: Any, meeting: Meeting, by_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        invited = meeting.participants.filter(removed_at__isnull=True)
        rows = invited.filter(user__isnull=False).exclude(user_id=by_id).values("user_id")
        self.fields["came"].queryset = User.objects.filter(pk__in=rows).order_by("name")
        self.fields["guests"].queryset = invited.exclude(outside_name="").order_by("pk")
        self.fields["guests"].label_from_instance = lambda one: one.outside_name
        if not self.fields["guests"].queryset:
            del self.fields["guests"]


class DecisionForm(ActionForm):
    """A decision is an action of the plan, for one of its goals."""

    goal = forms.ModelChoiceField(
        label=_("Mihin tavoitteeseen"), queryset=Goal.objects.none(), empty_label=_("Valitse tavoite")
    )
    field_order = ["goal", "what", "party", "organisation", "due_on", "follow_up_on"]

    def __init__(self, *arguments: Any, case: Case, groups: frozenset[str], **named: Any) -> None:
        super().__init__(*arguments, case=case, groups=groups, **named)
        goals = Goal.objects.filter(case=case, field_group__in=groups).open().order_by("pk")
        self.fields["goal"].queryset = goals
        self.fields["goal"].label_from_instance = lambda one: one.in_clients_words[:90]
        self.fields["goal"].initial = goals.first() if goals.count() == 1 else None


class RecordForm(forms.Form):
    """What was talked about, and the summary for the client."""

    client_summary = text(
        _("Koonti asiakkaalle"),
        rows=6,
        required=False,
        hint=_("Kirjoita sinulle-muodossa: mitä puhuttiin, mitä sovittiin, kuka tekee ja milloin."),
    )
    talked = text(_("Mitä puhuttiin"), rows=5, required=False, hint=_("Tiimin omaksi muistiksi."))
    version = VersionField()

    def __init__(self, *arguments: Any, groups: frozenset[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["field_group"] = group_field(groups)
        self.fields["field_group"].label = _("Mihin tietoryhmään muistiinpano kuuluu")


class CloseForm(forms.Form):
    """How the client gets the summary."""

    how = forms.ChoiceField(label=_("Miten asiakas saa koonnin"), choices=How.choices, widget=forms.RadioSelect)
    version = VersionField()


class DeliverForm(forms.Form):
    """The summary once more, or in another way."""

    how = forms.ChoiceField(label=_("Miten asiakas sai koonnin"), choices=How.choices, widget=forms.RadioSelect)
    form_key = KeyField()


class CorrectForm(RecordForm):
    """The corrected text and the reason."""

    reason = text(_("Miksi kirjausta korjataan"), rows=2)
    form_key = KeyField()
    field_order = ["reason", "client_summary", "talked"]
