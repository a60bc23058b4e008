"""The forms of the path: beginning from a template, one step, a proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.cases.models import Case, TeamMember
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.plans.forms import CLIENT, group_field
from rinnalla.plans.models import Goal
from rinnalla.plans.paths.actions import StepChoice, due_of
from rinnalla.plans.paths.models import PathStep, ServicePath
from rinnalla.plans.paths.templates import likely_owner, team_by_role
from rinnalla.servicemodels import definitions
from rinnalla.servicemodels.codes import code_list


@dataclass(frozen=True)
class StepRow:
    """A template's step with its fields; `out` is there when the step may be left out."""

    step: definitions.PathStep
    owner: Any
    due: Any
    out: Any


class BeginForm(forms.Form):
    """From which day, for which goal, led by whom; each step's owner and day, an optional step left out."""

    started_on = DateField(label=_("Polku alkaa"), initial=dates.today)
    form_key = KeyField()

    def __init__(
        self, *arguments: Any, case: Case, template: definitions.PathTemplate, goals: list[Goal], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.template, self.goals = template, {str(one.pk): one for one in goals}
        roles, self.lacks_leader = team_by_role(case), False
        self.people = team_of(case)
        listed = [("", _("Ei vielä sovittu")), *((key, one.name) for key, one in self.people.items())]
        self.fields["goal"] = goal_field(goals, _("Mihin tavoitteeseen polku vie"))
        if goals:
            self.fields["goal"].initial = str(goals[0].pk)
        if template.leader:
            able = [(str(one.pk), one.name) for one in roles.get(template.leader, [])]
            self.lacks_leader = not able
            self.fields["leader"] = forms.ChoiceField(
                label=_("Kuka polkua johtaa"), choices=able if len(able) == 1 else [("", _("Valitse")), *able]
            )
            if len(able) == 1:
                self.fields["leader"].initial = able[0][0]
        for step in template.steps:
            likely = likely_owner(case, step.role, roles)
            owner = forms.ChoiceField(label=_("Tekijä"), choices=listed, required=False)
            owner.initial = str(likely.pk) if likely else ""
            self.fields[f"owner-{step.key}"] = owner
            self.fields[f"due-{step.key}"] = DateField(label=_("Muu päivä kuin mallissa"), required=False)
            if step.optional:
                self.fields[f"out-{step.key}"] = text(
                    _("Jätetään pois, koska"), required=False, hint=_("Tyhjä: askel otetaan mukaan."), longest=400
                )

    @property
    def rows(self) -> list[StepRow]:
        return [
            StepRow(one, self[f"owner-{one.key}"], self[f"due-{one.key}"],
                    self[f"out-{one.key}"] if one.optional else None)
            for one in self.template.steps
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The arguments of `begin_path`: a day not given is counted from the path's own first day."""
        data = self.cleaned_data
        goal = self.goals.get(data["goal"])
        steps = {
            one.key: StepChoice(
                owner=self.people.get(data[f"owner-{one.key}"]), goal=goal, left_out=data.get(f"out-{one.key}", ""),
                due_on=data[f"due-{one.key}"] or due_of(one, data["started_on"]),
            )
            for one in self.template.steps
        }  # fmt: skip
        return {
            "template": self.template.key, "started_on": data["started_on"], "steps": steps, "key": data["form_key"],
            "leader": self.people.get(data.get("leader", "")),
        }  # fmt: skip


def team_of(case: Case) -> dict[str, User]:
    """The team as a form's choices: the user by the id as text."""
    rows = TeamMember.objects.filter(case=case, left_at__isnull=True).select_related("user").order_by("user__name")
    return {str(one.user_id): one.user for one in rows}


def goal_field(goals: Iterable[Goal], label: Any) -> forms.ChoiceField:
    """One of the client's goals, in the client's words."""
    listed = [(str(one.pk), f"”{one.in_clients_words}”") for one in goals]
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("Tavoite puuttuu vielä")), *listed],
        help_text=_("Jokainen askel vie johonkin, mitä asiakas itse haluaa."),
    )  # fmt: skip


class PartyForm(forms.Form):
    """Who takes a step, and which goal it leads to."""

    party = forms.ChoiceField(label=_("Kuka askeleen ottaa"), required=False)

    def __init__(
        self, *arguments: Any, case: Case, goals: list[Goal], groups: Iterable[str], client: bool = True, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.people = team_of(case)
        self.goals = {str(one.pk): one for one in goals}
        itself = [(CLIENT, case.person.name)] if client else []
        listed = [(key, one.name) for key, one in self.people.items()]
        self.fields["party"].choices = [("", _("Ei vielä sovittu")), *itself, *listed]
        self.fields["goal"] = goal_field(goals, _("Mihin tavoitteeseen askel vie"))
        self.fields["field_group"] = group_field(groups)

    def party_chosen(self) -> User | str | None:
        """The user, "client" or None, as the actions take it."""
        chosen = self.cleaned_data["party"]
        return CLIENT if chosen == CLIENT else self.people.get(chosen)

    def goal_chosen(self) -> Goal | None:
        return self.goals.get(self.cleaned_data["goal"])


class StepForm(PartyForm):
    """A step in own words."""

    what = text(_("Mikä askel"), longest=200, hint=_("Esimerkiksi: Tutustuminen kuntoutusjaksoon."))
    due_on = DateField(label=_("Milloin viimeistään"), required=False)
    form_key = KeyField()
    field_order = ("what", "party", "due_on", "path", "goal", "field_group")

    def __init__(self, *arguments: Any, paths: list[ServicePath], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.paths = {str(one.uuid): one for one in paths}
        self.fields["path"] = path_field(paths)
        self.order_fields(self.field_order)

    def path_chosen(self) -> ServicePath | None:
        return self.paths.get(self.cleaned_data["path"])


def path_field(paths: Iterable[ServicePath]) -> forms.ChoiceField:
    """Which running path; the case's own begins when there is none."""
    listed = [(str(one.uuid), one.name) for one in paths if one.template]
    return forms.ChoiceField(
        label=_("Mille polulle"), required=False, choices=[("", _("Oma polku, ilman mallia")), *listed],
        initial=listed[0][0] if listed else "",
    )  # fmt: skip


class StepChangeForm(PartyForm):
    """A step's owner and goal."""

    version = VersionField()


class StepMoveForm(forms.Form):
    """Another day, and why."""

    due_on = DateField(label=_("Uusi päivä"))
    reason = text(_("Miksi päivä siirtyy"), rows=3)
    version = VersionField()


class StepDoneForm(forms.Form):
    """The step was taken, and what came of it."""

    done_on = DateField(label=_("Milloin askel otettiin"), initial=dates.today)
    result = text(_("Mitä siitä tuli"), rows=4, hint=_("Kerro, mitä saatiin selville tai mistä sovittiin."))

    def __init__(self, *arguments: Any, groups: Iterable[str], step: PathStep, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["field_group"] = group_field(groups)
        self.fields["field_group"].initial = step.field_group


class ReasonForm(forms.Form):
    """One reason."""

    reason = text(_("Miksi"), rows=3)


class EndForm(ReasonForm):
    """Why a path ends."""

    version = VersionField()


class ProposalForm(forms.Form):
    """The next step somebody proposes."""

    what = text(_("Mitä ehdotat seuraavaksi askeleeksi"), longest=200)
    why = text(_("Miksi"), rows=4, hint=_("Asiakasvastaava päättää asiakkaan kanssa. Kerro, mihin ehdotus perustuu."))
    due_on = DateField(label=_("Milloin viimeistään"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, goals: list[Goal], groups: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.goals = {str(one.pk): one for one in goals}
        self.fields["goal"] = goal_field(goals, _("Mihin tavoitteeseen se vie"))
        self.fields["field_group"] = group_field(groups)

    def goal_chosen(self) -> Goal | None:
        return self.goals.get(self.cleaned_data["goal"])


class AcceptForm(PartyForm):
    """The proposed step taken onto the path."""

    due_on = DateField(label=_("Milloin viimeistään"), required=False)
    field_order = ("party", "due_on", "path", "goal")

    def __init__(self, *arguments: Any, paths: list[ServicePath], **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["field_group"]
        self.paths = {str(one.uuid): one for one in paths}
        self.fields["path"] = path_field(paths)
        self.order_fields(self.field_order)

    def path_chosen(self) -> ServicePath | None:
        return self.paths.get(self.cleaned_data["path"])


class DeclineForm(forms.Form):
    """Why the proposed step is not taken."""

    answer_reason = text(_("Miksi askelta ei oteta"), rows=3, hint=_("Ehdottaja lukee tämän."))


class PhaseForm(forms.Form):
    """Which phase, for which aim, from when to when, and when it is over (L-69, L-70)."""

    aim = forms.ChoiceField(label=_("Mikä vaihe ja mihin se tähtää"), widget=forms.RadioSelect)
    starts_on = DateField(label=_("Alkaa"), initial=dates.today)
    planned_end_on = DateField(label=_("Päättyy arviolta"), required=False)
    end_condition = text(
        _("Milloin vaihe on valmis"), rows=3, required=False,
        hint=_("Tyhjä: valitun tavoitteen oma ehto."),
    )  # fmt: skip
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["aim"].choices = [
            (f"{kind.key}:{aim.key}", f"{kind.name}: {aim.names.in_language}. {aim.end_condition.in_language}")
            for kind in code_list("phases") for aim in kind.definition.aims
        ]  # fmt: skip

    def chosen(self) -> dict[str, str]:
        """The kind and the aim."""
        kind, _colon, aim = self.cleaned_data["aim"].partition(":")
        return {"kind": kind, "aim": aim}


class PhaseChangeForm(forms.Form):
    """The days and the end condition of an open phase."""

    starts_on = DateField(label=_("Alkaa"))
    planned_end_on = DateField(label=_("Päättyy arviolta"), required=False)
    end_condition = text(_("Milloin vaihe on valmis"), rows=3)
    version = VersionField()


class PhaseEndForm(forms.Form):
    """The phase ends: is its condition met, or why does it end all the same."""

    met = forms.TypedChoiceField(
        label=_("Täyttyikö ehto"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("Kyllä")), ("no", _("Ei, mutta vaihe päättyy"))],
    )  # fmt: skip
    reason = text(_("Miksi vaihe päättyy"), rows=3, required=False, hint=_("Tarvitaan, jos ehto ei täyttynyt."))
    ended_on = DateField(label=_("Milloin vaihe päättyi"), initial=dates.today)
    version = VersionField()
