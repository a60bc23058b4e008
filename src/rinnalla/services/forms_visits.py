"""The forms of going along, of a service's details, and of support when one breaks off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.organisations.models import Municipality
from rinnalla.plans.models import Goal
from rinnalla.servicemodels.codes import Code, code_list
from rinnalla.services.models import ServiceObservation


class DetailForm(forms.Form):
    """Which one of its kind, with whom, why, until when, where."""

    subject = text(_("Tarkempi nimi"), required=False, longest=120, hint=_("Esimerkiksi koulutuksen nimi."))
    partner = text(_("Työnantaja tai oppilaitos"), required=False, longest=120)
    ground = forms.ChoiceField(label=_("Millä perusteella"), required=False, widget=forms.RadioSelect)
    agreed_until = DateField(label=_("Sovittu kestämään"), required=False)
    area = forms.ChoiceField(label=_("Missä kunnassa"), required=False)
    version = VersionField()

    def __init__(self, *args: Any, grounds: list[Code], places: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {one.code: one for one in places}
        self.fields["area"].choices = [("", _("Ei kerrottu")), *((key, one.name) for key, one in self.places.items())]
        self.fields["ground"].choices = choices(grounds)
        if not grounds:
            del self.fields["ground"]


class SupportForm(forms.Form):
    """What was offered so that the service need not end."""

    words = text(_("Mitä tukea tarjottiin"), rows=3, longest=1000)


class VisitForm(forms.Form):
    """The companion went along."""

    on = DateField(label=_("Minä päivänä"), initial=dates.today)
    words = text(_("Mitä käynti toi"), rows=3, required=False)
    form_key = KeyField()


class ObservationForm(forms.Form):
    """How the service works beside a goal of the client."""

    goal = forms.ChoiceField(label=_("Minkä tavoitteen kannalta"), widget=forms.RadioSelect)
    verdict = forms.ChoiceField(
        label=_("Vieko palvelu tavoitetta eteenpäin"), widget=forms.RadioSelect,
        choices=[
            (ServiceObservation.Verdict.TAKES_FORWARD, _("Vie eteenpäin")),
            (ServiceObservation.Verdict.PARTLY, _("Osittain")),
            (ServiceObservation.Verdict.STANDS_STILL, _("Ei vie")),
        ],
    )
    words = text(_("Mitä huomasit"), rows=4, hint=_("Asiakas lukee tämän omilta sivuiltaan."))
    public_words = text(
        _("Sanasi palvelun laaturaporttiin"), required=False, longest=300,
        hint=_("Kerro vain palvelusta, älä asiakkaasta. Näkyy vasta, kun havaintoja on useasta asiakkaasta."),
    )
    form_key = KeyField()

    def __init__(self, *args: Any, goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {str(one.uuid): one for one in goals}
        self.fields["goal"].choices = [(key, one.in_clients_words) for key, one in self.goals.items()]


class AttendanceForm(forms.Form):
    """Did the client come to the group."""

    activity = forms.ChoiceField(label=_("Mikä ryhmä"), widget=forms.RadioSelect)
    name = text(_("Ryhmän nimi"), longest=120)
    held_on = DateField(label=_("Minä päivänä"), initial=dates.today)
    came = forms.ChoiceField(
        label=_("Oliko asiakas paikalla"), widget=forms.RadioSelect, choices=[("yes", _("Oli")), ("no", _("Ei ollut"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = choices(code_list("group_activities"))
