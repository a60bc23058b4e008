"""The forms of the minutes, of decisions, of own entries and of taking back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.meetings.minutes.models import LineKind, Sent
from rinnalla.meetings.models import Meeting
from rinnalla.organisations.models import Organisation
from rinnalla.plans.forms import group_field
from rinnalla.servicemodels.codes import code_list, of_case


class LineForm(forms.Form):
    """One line of the minutes: who said what, and whose matter it is."""

    speaker = text(_("Kuka sanoi"), longest=80, required=False)
    text = text(_("Rivi"), rows=2)
    kind = forms.ChoiceField(
        label=_("Mikä rivi on"), choices=LineKind.choices, initial=LineKind.NOTE, widget=forms.RadioSelect
    )
    organisation = forms.ModelChoiceField(
        label=_("Kenen osuuteen tämä kuuluu"), queryset=Organisation.objects.none(), required=False,
        empty_label=_("Yhteinen, ei kenenkään otteeseen"),
    )
    form_key = KeyField()
    field_order = ["text", "speaker", "kind", "organisation", "field_group"]

    def __init__(self, *arguments: Any, meeting: Meeting, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        bodies = meeting.participants.filter(removed_at__isnull=True, user__isnull=False).values("organisation_id")
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=bodies).order_by("key")
        self.fields["field_group"] = group_field(groups)


class LineChangeForm(LineForm):
    """The same, of a line that is there."""

    version = VersionField()


class StrikeForm(forms.Form):
    """Why a line is taken out."""

    reason = text(_("Miksi rivi poistetaan"), longest=300)
    version = VersionField()


class ServiceDecisionForm(forms.Form):
    """A service of the region's directory, decided on."""

    card = forms.ModelChoiceField(
        label=_("Palvelu"), queryset=ServiceCard.objects.none(), empty_label=_("Valitse palvelu")
    )
    planned_on = DateField(label=_("Suunniteltu alkavaksi"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = ServiceCard.objects.offered().filter(region=case.region_id, field_group__in=groups)
        self.fields["card"].queryset = offered.select_related("unit").order_by("place", "pk")
        self.fields["card"].label_from_instance = lambda card: f"{card.name}, {card.unit.name}"


class ClearingDecisionForm(forms.Form):
    """Something is found out by somebody of the client's team."""

    what = text(_("Mitä selvitetään"), longest=300)
    owner = forms.ModelChoiceField(label=_("Kuka selvittää"), queryset=User.objects.none(), empty_label=_("Valitse"))
    due_on = DateField(label=_("Mihin mennessä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        team = case.team.filter(left_at__isnull=True).values("user_id")
        self.fields["owner"].queryset = User.objects.filter(pk__in=team).order_by("name")
        self.fields["field_group"] = group_field(groups)


class TeamDecisionForm(forms.Form):
    """What the team came to, with the client's own will (V-110)."""

    decision = forms.ChoiceField(label=_("Mitä tiimi totesi"), widget=forms.RadioSelect)
    client_will = text(
        _("Mitä asiakas itse tahtoo"), rows=3, hint=_("Asiakkaan omin sanoin. Ilman tätä tiimi ei päätä.")
    )
    words = text(_("Perustelu"), rows=3, required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["decision"].choices = choices(code_list("team_decisions", region=of_case(case)))
        self.fields["field_group"] = group_field(groups)


class EntryForm(forms.Form):
    """The own share is in the own system, since a day."""

    on = DateField(label=_("Minä päivänä osuus kirjattiin omaan järjestelmään"), initial=dates.today)
    form_key = KeyField()


class WithdrawForm(forms.Form):
    """Why a finished record is taken back."""

    reason = text(_("Miksi kirjaus vedetään takaisin"), rows=2, hint=_("Asiakas näkee syyn omassa palvelussaan."))
    version = VersionField()


class TakeBackForm(forms.Form):
    """What went to whom by mistake, and what was done."""

    what = forms.ChoiceField(label=_("Mikä meni väärälle"), choices=Sent.choices, widget=forms.RadioSelect)
    participant = forms.ModelChoiceField(
        label=_("Kenelle tiimissä"), queryset=User.objects.none(), required=False,
        empty_label=_("Muulle kuin tiimin jäsenelle"),
        help_text=_("Hänen pääsynsä asiakkaan tietoihin päättyy heti. Lokista katsotaan, ehtikö hän avata mitään."),
    )
    outside_name = text(_("Kenelle muulle"), longest=120, required=False)
    opened = forms.NullBooleanField(
        label=_("Ehtikö hän lukea sen"),
        widget=forms.Select(choices=[("", _("En tiedä")), ("true", _("Ehti")), ("false", _("Ei ehtinyt"))]),
    )
    reason = text(_("Mitä tapahtui ja mitä teit"), rows=3, hint=_("Asiakas ja asiakasvastaava saavat tiedon."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, meeting: Meeting, by_id: int | None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Also who was taken out already: the same form sent twice is once done.
        here = meeting.participants.filter(user__isnull=False).exclude(user_id=by_id)
        self.fields["participant"].queryset = here.select_related("user").order_by("user__name")
        self.fields["participant"].label_from_instance = lambda one: one.user.name
