"""The forms of the plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.organisations.models import Organisation
from rinnalla.plans.models import Answer, GoalOutcome, MadeIn, Mode, RecordedWhy
from rinnalla.servicemodels.codes import code_list

CLIENT = "client"


class PlanForm(forms.Form):
    """Where the plan is made and when it is looked at again."""

    made_in = forms.ChoiceField(label=_("Missä suunnitelma tehdään"), choices=MadeIn.choices, widget=forms.RadioSelect)
    review_on = DateField(label=_("Suunnitelma tarkistetaan viimeistään"))
    support_months = forms.IntegerField(
        label=_("Arvio: kuinka monta kuukautta tukea tarvitaan"),
        min_value=1,
        max_value=120,
        help_text=_("Arvio, ei raja. Kun asia päätetään, nähdään, kuinka kauan tukea tarvittiin."),
    )
    form_key = KeyField()


class PlanChangeForm(PlanForm):
    """The same, of a plan that is there."""

    version = VersionField()


def group_field(groups: Iterable[str]) -> forms.ChoiceField:
    """Who sees the entry: one of the field groups the writer may see."""
    codes = [code for code in code_list("field_groups") if code.key in groups]
    return forms.ChoiceField(
        label=_("Mihin tietoryhmään tämä kuuluu"),
        choices=choices(codes),
        initial="basics",
        help_text=_("Terveystiedot näkevät vain ne, joilla on siihen peruste."),
    )


class GoalForm(forms.Form):
    """The client's goal in the client's own words (V-94)."""

    in_clients_words = text(
        _("Tavoite asiakkaan omin sanoin"),
        rows=4,
        hint=_("Kirjoita niin kuin asiakas sanoo sen. Esimerkiksi: Haluan töihin."),
    )
    importance = forms.IntegerField(
        label=_("Kuinka tärkeää se on asiakkaalle, 0–10"),
        min_value=0,
        max_value=10,
        required=False,
        help_text=_("Kysy asiakkaalta. Pieni luku ei estä mitään."),
    )
    purpose = forms.ChoiceField(label=_("Mihin tavoite vie"), widget=forms.RadioSelect)
    said_on = DateField(label=_("Milloin asiakas sanoi sen"), initial=dates.today)
    form_key = KeyField()

    def __init__(self, *arguments: Any, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["purpose"].choices = choices(code_list("purposes"))
        self.fields["field_group"] = group_field(groups)


class GoalChangeForm(GoalForm):
    """The same, of a goal that is there."""

    version = VersionField()


class GoalClosureForm(forms.Form):
    """What came of a goal."""

    outcome = forms.ChoiceField(
        label=_("Mitä tavoitteelle kävi"), choices=GoalOutcome.choices, widget=forms.RadioSelect
    )
    reason = text(_("Kerro lisää"), rows=3, required=False)
    closed_on = DateField(label=_("Milloin"), initial=dates.today)


class ActionForm(forms.Form):
    """What is done, by whom, by when, and when it is looked at (L-51)."""

    what = text(_("Mitä tehdään"), longest=300, hint=_("Yksi teko. Esimerkiksi: Sopimus työkokeilusta."))
    party = forms.ChoiceField(label=_("Kuka tekee tai vastaa"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisaatio"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Tekijän oma organisaatio"),
        help_text=_("Valitse, jos toimen tekee muu organisaatio kuin vastuuhenkilön oma."),
    )
    due_on = DateField(label=_("Milloin viimeistään"), required=False)
    follow_up_on = DateField(label=_("Milloin katsotaan, miten kävi"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        members = (
            case.team.filter(left_at__isnull=True).select_related("user", "unit__organisation").order_by("user__name")
        )
        self.people = {str(member.user_id): member.user for member in members}
        listed = [(str(one.user_id), f"{one.user.name}, {one.unit.organisation.name}") for one in members]
        self.fields["party"].choices = [("", _("Ei vielä sovittu")), (CLIENT, case.person.name), *listed]
        self.fields["organisation"].queryset = Organisation.objects.filter(region=case.region_id).order_by("key")
        self.fields["field_group"] = group_field(groups)

    def values(self) -> dict[str, Any]:
        """The arguments of the action: one party, its days and its field group."""
        data = self.cleaned_data
        by_client = data["party"] == CLIENT
        owner: User | None = self.people.get(data["party"])
        return {
            "what": data["what"],
            "by_client": by_client,
            "owner": owner,
            "due_on": data["due_on"],
            "organisation": None if by_client else data["organisation"],
            "follow_up_on": data["follow_up_on"],
            "field_group": data["field_group"],
        }


class ActionChangeForm(ActionForm):
    """The same, of an action that is there."""

    version = VersionField()


class DoneForm(forms.Form):
    """The action was done."""

    done_on = DateField(label=_("Milloin se tehtiin"), initial=dates.today)
    what_came = text(_("Mitä siitä tuli"), rows=3, required=False)


class DropForm(forms.Form):
    """Why the action leaves the plan."""

    reason = text(_("Miksi toimi jää pois"), rows=3)


class VersionReasonForm(forms.Form):
    """Why a new version is made: for a first one in words only, afterwards also as a code (L-79)."""

    cause = forms.ChoiceField(label=_("Mistä uusi versio johtuu"), widget=forms.RadioSelect)
    reason = text(
        _("Miksi uusi versio tehdään"),
        rows=2,
        hint=_("Kerro, mitä on muuttunut. Esimerkiksi: Työkokeilusta sovittiin."),
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, first: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if first:
            del self.fields["cause"]
        else:
            self.fields["cause"].choices = choices(code for code in code_list("revision_causes") if code.key != "first")


class ApprovalForm(forms.Form):
    """The client's answer, recorded by a worker."""

    answer = forms.ChoiceField(label=_("Asiakkaan vastaus"), choices=Answer.choices, widget=forms.RadioSelect)
    words = text(
        _("Asiakkaan omat sanat"), rows=3, required=False, hint=_("Tarvitaan, jos asiakas haluaa muuttaa jotain.")
    )
    mode = forms.ChoiceField(
        label=_("Miten asiakas vastasi"),
        widget=forms.RadioSelect,
        choices=[one for one in Mode.choices if one[0] != Mode.ONLINE],
    )
    recorded_why = forms.ChoiceField(
        label=_("Miksi kirjaat vastauksen"), choices=RecordedWhy.choices, widget=forms.RadioSelect
    )
    answered_on = DateField(label=_("Milloin"), initial=dates.today)
    form_key = KeyField()


class CommentForm(forms.Form):
    """A word about the plan."""

    text = text(_("Kommentti"), rows=2, hint=_("Asiakas ja kaikki, jotka näkevät suunnitelman, lukevat tämän."))
    form_key = KeyField()


class PacketForm(forms.Form):
    """Which parts of the plan go to which organisation, and the cover note (V-58)."""

    organisation = forms.ModelChoiceField(label=_("Mille organisaatiolle"), queryset=Organisation.objects.none())
    field_groups = forms.MultipleChoiceField(
        label=_("Mitkä osat annetaan"),
        widget=forms.CheckboxSelectMultiple,
        initial=["basics"],
        help_text=_("Vain ne, joihin laki tai asiakkaan suostumus antaa luvan. Tarkistamme sen."),
    )
    cover_note = text(_("Saate"), rows=5, hint=_("Kerro lyhyesti, miksi suunnitelma annetaan ja mitä toivot."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["organisation"].queryset = Organisation.objects.filter(region=case.region_id).order_by("key")
        codes = [code for code in code_list("field_groups") if code.key in groups]
        self.fields["field_groups"].choices = choices(codes)
