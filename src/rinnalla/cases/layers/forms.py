"""The forms of the layers and of the network."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership
from rinnalla.cases.layers.models import Escalation
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.servicemodels import definitions
from rinnalla.servicemodels.codes import code_list

ANSWER_DAYS = 7


def groups_of(readable: Iterable[str], *, without_basics: bool = False) -> list[tuple[str, str]]:
    """The field groups the writer may see, as choices."""
    codes = [one for one in code_list("field_groups") if one.key in readable]
    return choices(one for one in codes if not (without_basics and one.key == "basics"))


class LayerForm(forms.Form):
    """To which layer, why, and what is asked of those who work there."""

    to_level = forms.TypedChoiceField(label=_("Mihin kerrokseen"), coerce=int, widget=forms.RadioSelect)
    reason = text(_("Miksi"), rows=3, hint=_("Mitä on jo kokeiltu, ja mihin oma osaaminen ei riitä."))
    question = text(
        _("Mitä kysyt"), rows=4, required=False, hint=_("Tarvitaan, kun kysyt kerroksesta, jolla on oma yksikkö.")
    )
    groups = forms.MultipleChoiceField(
        label=_("Mitä tietoja annat mukaan"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Perustiedot menevät aina mukaan. Muuta he eivät näe, ja hekin vain kunnes suljet kysymyksen."),
    )
    field_group = forms.ChoiceField(label=_("Mihin tietoryhmään kysymys kuuluu"), initial="basics")
    answer_due_on = DateField(label=_("Milloin tarvitset vastauksen"), required=False)
    from_level = forms.IntegerField(widget=forms.HiddenInput)
    form_key = KeyField()

    def __init__(
        self, *arguments: Any, level: int, layers: list[definitions.SupportLayer], readable: Iterable[str], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        drawn_from = self.data.get("from_level") if self.is_bound else level  # a second press is drawn from the first
        listed = [
            (one.level, f"{one.level}. {one.names.in_language}") for one in layers if str(one.level) != str(drawn_from)
        ]
        self.fields["to_level"].choices = listed
        self.fields["to_level"].initial = next((one for one, _name in listed if one > level), None)
        self.fields["from_level"].initial = level
        self.fields["groups"].choices = groups_of(readable, without_basics=True)
        self.fields["field_group"].choices = groups_of(readable)
        self.fields["answer_due_on"].initial = dates.today() + timedelta(days=ANSWER_DAYS)


class AnswerForm(forms.Form):
    """The answer that goes back to the client's team."""

    text = text(_("Vastaus asiakkaan tiimille"), rows=6)
    group = forms.ChoiceField(label=_("Mihin tietoryhmään vastaus kuuluu"))

    def __init__(self, *arguments: Any, escalation: Escalation, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["group"].choices = groups_of(escalation.field_groups)
        self.fields["group"].initial = escalation.field_group


class NetworkForm(forms.Form):
    """What the team asks its network, of whom, and what they see."""

    question = text(_("Mihin tarvitsette neuvoa"), rows=4)
    invited = forms.MultipleChoiceField(
        label=_("Ketkä kutsutaan"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vain kutsutut näkevät asian. Muu verkosto ei saa tietää siitä."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Mitä he näkevät perustietojen lisäksi"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Jos laki ei anna oikeutta, tarvitaan asiakkaan suostumus. Tarkistamme sen."),
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, members: list[Membership], readable: Iterable[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.members = {str(one.uuid): one for one in members}
        self.fields["invited"].choices = [
            (key, f"{one.user.name}, {one.role_name}, {one.unit.organisation.name}")
            for key, one in self.members.items()
        ]
        self.fields["groups"].choices = groups_of(readable, without_basics=True)

    def invited_members(self) -> list[Membership]:
        return [self.members[key] for key in self.cleaned_data["invited"]]


class AdviceForm(forms.Form):
    """An invited member's advice."""

    text = text(_("Neuvosi tiimille"), rows=5)
