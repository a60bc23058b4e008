"""The forms of clients in projects, and of people contacted without a client record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.network.partners.forms import PICK
from rinnalla.network.projects.models import Project
from rinnalla.network.projects.models_clients import NOT_JOINED, ContactedPerson
from rinnalla.servicemodels import codes

NO_NAME = _("Sana tai merkki, josta itse muistat, kenestä on kyse. Ei nimeä, henkilötunnusta eikä puhelinnumeroa.")


class JoinForm(forms.Form):
    """Which project the client takes part in, from when, and which contact it began with."""

    project = forms.ChoiceField(label=_("Mihin hankkeeseen"))
    from_on = DateField(label=_("Mukana alkaen"))
    contacted = forms.ChoiceField(
        label=_("Alkoi yhteydenotosta"), required=False,
        help_text=_("Oman yksikkösi yhteydenotot, joita ei ole vielä liitetty asiakkaaseen."),
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        today = dates.today()
        rows = Project.objects.filter(region_id=case.region_id, closed_at__isnull=True, starts_on__lte=today)
        self.rows = {str(one.uuid): one for one in rows.order_by("name")}
        self.fields["project"].choices = [PICK, *((key, one.name) for key, one in self.rows.items())]
        found = ContactedPerson.objects.visible_to(actor).filter(
            project__in=list(self.rows.values()), forgotten_at__isnull=True, participation__isnull=True
        )
        self.contacts = {str(one.uuid): one for one in found.exclude(outcome=NOT_JOINED).select_related("project")}
        named_ones = [(key, f"{one.project.name}: {one.mark}") for key, one in self.contacts.items()]
        self.fields["contacted"].choices = [("", _("Ei yhteydenotosta")), *named_ones]
        if not named_ones:
            del self.fields["contacted"]
        self.fields["from_on"].initial = today

    def clean_project(self) -> Project:
        return self.rows[self.cleaned_data["project"]]

    def clean_contacted(self) -> ContactedPerson | None:
        return self.contacts.get(self.cleaned_data["contacted"])


class EndForm(forms.Form):
    """The last day in the project."""

    on = DateField(label=_("Viimeinen päivä hankkeessa"))
    version = VersionField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class ContactForm(forms.Form):
    """Whom the project contacted, as the worker knows it, and when."""

    mark = text(_("Oma merkkisi ihmiselle"), longest=60, hint=NO_NAME)
    on = DateField(label=_("Milloin yhteyttä otettiin"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class AgainForm(forms.Form):
    """Another day of contact with the same person."""

    on = DateField(label=_("Milloin yhteyttä otettiin uudelleen"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class OutcomeForm(forms.Form):
    """Did the person join, and if not, why."""

    outcome = forms.ChoiceField(
        label=_("Mitä yhteydenotosta seurasi"), choices=ContactedPerson.Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Miksi ei tullut mukaan"), required=False, help_text=_("Valitse, jos ihminen ei tullut mukaan.")
    )
    on = DateField(label=_("Minä päivänä se selvisi"))
    version = VersionField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["reason"].choices = choices(codes.code_list("not_joined_reasons"), empty=str(_("Valitse")))


