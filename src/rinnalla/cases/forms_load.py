"""The forms of loads, of developing the team, of the week's hours and of handing everything over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership, User
from rinnalla.cases.forms import POWERS
from rinnalla.cases.leaving import Choice
from rinnalla.cases.loads import CARRY
from rinnalla.cases.models import Case
from rinnalla.cases.models_load import Weight, WorkCategory
from rinnalla.lib.forms import DateField, KeyField, VersionField, text

WEIGHTS = {Weight.LIGHT: _("Kevyt"), Weight.NORMAL: _("Tavallinen"), Weight.HEAVY: _("Raskas")}
CATEGORIES = {
    WorkCategory.CLIENT: _("Asiakastyö"),
    WorkCategory.NETWORK: _("Verkostotyö"),
    WorkCategory.DEVELOPMENT: _("Kehittäminen"),
    WorkCategory.TRAINING: _("Koulutus"),
}


class WeightForm(forms.Form):
    """How much work the client's situation takes now."""

    weight = forms.ChoiceField(
        label=_("Kuinka paljon työtä tilanne nyt vaatii"), widget=forms.RadioSelect, choices=list(WEIGHTS.items()),
        help_text=_("Tällä tasataan työtä tiimissä. Se ei vaikuta siihen, mitä asiakas saa."),
    )
    version = VersionField()


class LimitForm(forms.Form):
    """How much one worker may carry."""

    most = forms.IntegerField(
        label=_("Enintään asiakkaita"), min_value=1, max_value=200,
        help_text=_("Tavallisina asiakkaina laskettuna. Raskas asiakas on useampi, kevyt vähemmän."),
    )
    version = VersionField()


class DevelopmentForm(forms.Form):
    """Something the team does to work better."""

    what = text(
        _("Mitä kehitetään"), longest=300, hint=_("Esimerkiksi: Yhteinen aika Kelan kanssa joka toinen viikko.")
    )
    owner = forms.ModelChoiceField(
        label=_("Kuka vie eteenpäin"), queryset=User.objects.none(), empty_label=_("Valitse")
    )
    due_on = DateField(label=_("Mihin mennessä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, unit_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        here = Membership.objects.in_force().filter(unit_id=unit_id, user__is_active=True).values("user_id")
        self.fields["owner"].queryset = User.objects.filter(pk__in=here).order_by("name")
        self.fields["owner"].label_from_instance = lambda one: one.name


class WeekForm(forms.Form):
    """One's own hours of a week by sort of work."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for key, name in CATEGORIES.items():
            self.fields[str(key)] = forms.DecimalField(
                label=_("%(name)s, tuntia") % {"name": name}, min_value=0, max_value=100, decimal_places=2,
                required=False, localize=True,
            )

    def minutes(self) -> dict[str, int]:
        return {str(key): round((self.cleaned_data[str(key)] or 0) * 60) for key in CATEGORIES}


class LeavingForm(forms.Form):
    """Who is asked to take each case, until when the one before stays beside, and why."""

    reason = text(_("Miksi vastuu vaihtuu"), rows=2)
    answer_due_on = DateField(label=_("Vastaus viimeistään"))
    stays_beside_until = DateField(
        label=_("Entinen vastaava jatkaa rinnalla asti"), required=False,
        help_text=_("Sen jälkeen hän ei näe asiaa. Tyhjänä: oikeus päättyy, kun uusi on ottanut vastuun."),
    )
    decision_power = forms.ChoiceField(
        label=_("Mitä uusi vastaava voi päättää asiakkaan asioista"), choices=list(POWERS.items()), initial="none",
        widget=forms.RadioSelect,
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, cases: Sequence[Case], region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.cases = cases
        rows = Membership.objects.in_force().filter(unit__organisation__region_id=region_id, role__in=CARRY)
        people = rows.filter(user__is_active=True).select_related("user", "unit__organisation").order_by("user__name")
        self.by_pk = {str(one.pk): one for one in people}
        named = [(pk, f"{one.user.name}, {one.unit.name}") for pk, one in self.by_pk.items()]
        options = [("", _("Ei siirretä nyt")), *named]
        for case in cases:
            self.fields[f"to_{case.pk}"] = forms.ChoiceField(label=case.person.name, choices=options, required=False)

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[f"to_{case.pk}"] for case in self.cases]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.choices():
            raise forms.ValidationError(_("Valitse ainakin yhdelle asialle uusi vastaava."))
        return self.cleaned_data

    def choices(self) -> list[Choice]:
        """The cases somebody was chosen for."""
        power, data = self.cleaned_data.get("decision_power", "none"), self.cleaned_data
        return [
            Choice(case, self.by_pk[data[f"to_{case.pk}"]], power) for case in self.cases if data.get(f"to_{case.pk}")
        ]
