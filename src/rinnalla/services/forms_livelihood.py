"""The forms of the livelihood timeline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, text
from rinnalla.servicemodels.codes import code_name, common
from rinnalla.services.livelihood import Terms
from rinnalla.services.models_livelihood import GRANTED, REFUSED, Benefit

UNDECIDED = "applied"


class TermsForm(forms.Form):
    """What is told of a benefit that stands there already."""

    decision = forms.ChoiceField(
        label=_("Missä vaiheessa se on"), widget=forms.RadioSelect, initial=GRANTED,
        choices=[(GRANTED, _("Maksetaan tai myönnetty")), (UNDECIDED, _("Haettu")), (REFUSED, _("Hylätty"))],
    )
    starts_on = DateField(label=_("Alkaa"), required=False)
    ends_on = DateField(label=_("Päättyy"), required=False, help_text=_("Jätä tyhjäksi, jos loppua ei ole sovittu."))
    next_decision_on = DateField(label=_("Seuraava päätös"), required=False)
    applied_on = DateField(label=_("Haettu"), required=False)
    decided_on = DateField(label=_("Päätös annettu"), required=False)
    payer = text(_("Maksaja tai työnantaja"), required=False, longest=120)
    part_time = forms.BooleanField(label=_("Työ on osa-aikaista"), required=False)
    days_before = forms.IntegerField(
        label=_("Päiviä jo käytetty ennen alkua"), min_value=0, max_value=1000, required=False,
        help_text=_("Vain, jos etuudella on enimmäisaika. Muistutamme, kun se on täyttymässä."),
    )
    next_step = text(_("Seuraava askel"), required=False, longest=200)

    @property
    def terms(self) -> Terms:
        """What was written, for the action."""
        data = {**self.cleaned_data}
        names = ("payer", "part_time", "applied_on", "decided_on", "starts_on", "ends_on", "next_decision_on")
        decision = "" if data["decision"] == UNDECIDED else data["decision"]
        return Terms(**{name: data[name] for name in names}, decision=decision, days_before=data["days_before"] or 0)


class BenefitForm(TermsForm):
    """A benefit, a pension or a job that is written down."""

    kind = forms.ChoiceField(label=_("Mistä toimeentulo tulee"))
    form_key = KeyField()
    field_order = ["kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in common().benefits if not one.rests]
        self.fields["kind"].choices = [("", _("Valitse")), *((one.key, _dated_name(one)) for one in kinds)]


def _dated_name(one: Any) -> str:
    """The name, with the last day of one that is paid no more: an old spell is still written by its own name."""
    name = code_name("benefits", one.key)
    if one.valid_to is None or one.valid_to >= dates.today():
        return name
    return _("%(name)s (%(day)s asti)") % {"name": name, "day": dates.d(one.valid_to)}


class ChangeForm(TermsForm):
    """Changing what is told."""

    version = VersionField()

    @staticmethod
    def initial_of(benefit: Benefit) -> dict[str, Any]:
        names = ("payer", "part_time", "applied_on", "decided_on", "starts_on", "ends_on", "next_decision_on",
                 "next_step", "version")
        values = {name: getattr(benefit, name) for name in names}
        return {**values, "decision": benefit.decision or UNDECIDED, "days_before": benefit.days_before or None}


class TurnForm(forms.Form):
    """What was agreed for the day a benefit turns."""

    next_step = text(
        _("Mitä sovitte"), longest=200, hint=_("Esimerkiksi: jatkohakemus lähetetään 1.3. mennessä, Kela auttaa.")
    )
    version = VersionField()


class RestForm(forms.Form):
    """A pension is left in abeyance for a job."""

    from_on = DateField(label=_("Mistä päivästä eläke lepää"))
    until_on = DateField(label=_("Mihin asti enintään"), help_text=_("Muistutamme sinua ennen tätä päivää."))
    job = forms.ChoiceField(label=_("Työ, jonka ajan eläke lepää"), required=False)
    employer = text(_("Uuden työn työnantaja"), required=False, longest=120)
    part_time = forms.BooleanField(label=_("Työ on osa-aikaista"), required=False)
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *args: Any, jobs: list[Benefit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jobs = {str(one.uuid): one for one in jobs}
        self.fields["job"].choices = [("", _("Uusi työ")), *((key, one.payer) for key, one in self.jobs.items())]


class ReturnForm(forms.Form):
    """The first day the pension is paid again."""

    on = DateField(label=_("Mistä päivästä eläkettä maksetaan taas"))
    version = VersionField()


class RemovalForm(forms.Form):
    """It was a mistake."""

    version = VersionField()
