"""The forms of arranging a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.meetings.arranging.models import TaskKind
from rinnalla.meetings.models import Support
from rinnalla.organisations.models import Organisation
from rinnalla.plans.forms import group_field
from rinnalla.servicemodels.codes import code_list


class SupportForm(forms.Form):
    """Does somebody come along with the client (L-47)."""

    support = forms.ChoiceField(
        label=_("Tuleeko asiakkaalle tukihenkilö"), choices=Support.choices, widget=forms.RadioSelect
    )
    support_person = text(
        _("Tukihenkilön nimi"), longest=120, required=False, hint=_("Esimerkiksi läheinen, ystävä tai palveluohjaaja.")
    )
    version = VersionField()


class InAdvanceForm(forms.Form):
    """What the client wants from the meeting."""

    words = text(_("Mitä asiakas haluaa tästä"), rows=3, hint=_("Kirjoita niin kuin asiakas sanoo sen."), longest=1000)
    version = VersionField()


class GuestForm(forms.Form):
    """Somebody from outside the client's team."""

    party = forms.ChoiceField(label=_("Mitä osapuolta hän edustaa"), widget=forms.RadioSelect)
    name = text(_("Kutsutun nimi"), longest=120)
    organisation = forms.ModelChoiceField(
        label=_("Organisaatio, jos se on luettelossa"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Ei luettelossa"),
    )
    allowed_on = DateField(
        label=_("Minä päivänä asiakas antoi luvan"),
        required=False,
        help_text=_("Työnantaja kutsutaan vain asiakkaan luvalla."),
    )
    may_be_told = text(
        _("Mitä hänelle saa kertoa"),
        rows=3,
        required=False,
        longest=1000,
        hint=_("Vain se, mihin asiakas on antanut luvan. Tyhjä tarkoittaa, ettei mitään kerrota."),
    )

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = choices(code_list("meeting_parties"))
        self.fields["organisation"].queryset = Organisation.objects.filter(region=case.region_id).order_by("key")


class PartForm(forms.Form):
    """Which party somebody of the team stands for."""

    party = forms.ChoiceField(label=_("Mitä osapuolta hän edustaa"), widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = choices(code_list("meeting_parties"))


class RecorderForm(forms.Form):
    """Which organisation records, as agreed in the meeting (L-49)."""

    recorder = forms.ModelChoiceField(
        label=_("Mikä organisaatio kirjaa"), queryset=Organisation.objects.none(), empty_label=_("Valitse organisaatio")
    )
    words = text(_("Mitä muuta kirjaamisesta sovittiin"), longest=300, required=False)
    version = VersionField()

    def __init__(self, *arguments: Any, bodies: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["recorder"].queryset = Organisation.objects.filter(pk__in=bodies).order_by("key")


class JointServiceForm(forms.Form):
    """Is the client in the statutory joint service (L-49)."""

    on = forms.ChoiceField(
        label=_("Onko asiakas monialaisessa yhteispalvelussa"),
        widget=forms.RadioSelect,
        choices=[("yes", _("On")), ("no", _("Ei ole"))],
        help_text=_("Yhteispalvelussa sovitaan jokaisessa tapaamisessa, mikä organisaatio kirjaa."),
    )
    started_on = DateField(label=_("Mistä päivästä"), required=False, initial=dates.today)


class TaskForm(forms.Form):
    """Something to clear or to arrange."""

    kind = forms.ChoiceField(
        label=_("Millainen tehtävä"),
        widget=forms.RadioSelect,
        initial=TaskKind.CLARIFICATION,
        choices=[(TaskKind.CLARIFICATION, _("Lisäselvitys")), (TaskKind.ARRANGEMENT, _("Järjestely"))],
    )
    what = text(_("Mitä tehdään"), longest=300)
    owner = forms.ModelChoiceField(label=_("Kuka tekee"), queryset=User.objects.none(), empty_label=_("Valitse"))
    due_on = DateField(label=_("Mihin mennessä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, groups: frozenset[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        team = case.team.filter(left_at__isnull=True).values("user_id")
        self.fields["owner"].queryset = User.objects.filter(pk__in=team).order_by("name")
        self.fields["field_group"] = group_field(groups)


class TaskDoneForm(forms.Form):
    """What came of it."""

    what_came = text(_("Mitä selvisi tai mitä sovit"), rows=3)
