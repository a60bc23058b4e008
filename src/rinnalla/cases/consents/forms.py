"""Forms of a consent: giving, changing, its paper. The same for a worker who records and a client who gives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Consent
from rinnalla.cases import grounds
from rinnalla.cases.consents.papers import MAX_BYTES
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import code_list

GROUPS = {
    "social": _("Arki ja sosiaalinen tilanne"), "livelihood": _("Toimeentulo"), "employment": _("Työ"),
    "health": _("Terveys"), "special": _("Erityisesti suojatut tiedot"),
}
LANGUAGES = {"fi": _("suomi"), "sv": _("ruotsi"), "en": _("englanti")}


class TermsForm(forms.Form):
    """What is allowed and until when; the basics always go along."""

    groups = forms.MultipleChoiceField(
        label=_("Mitä se saa nähdä"), choices=list(GROUPS.items()), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Nimi ja yhteystiedot kuuluvat aina mukaan."),
    )
    health_kinds = forms.MultipleChoiceField(
        label=_("Mitkä terveystiedot"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Terveystiedot nimetään yksitellen, jos organisaatio ei ole terveydenhuoltoa."),
    )
    ends_on = DateField(label=_("Voimassa asti"), required=False, help_text=_("Tyhjä: kunnes asiakas peruu."))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["health_kinds"].choices = [(one.key, one.name) for one in code_list("health_kinds")]

    def terms(self) -> dict[str, Any]:
        """The arguments of the actions that say what the client allows."""
        data = self.cleaned_data
        return {
            "groups": data["groups"] or ["basics"], "health_kinds": data["health_kinds"], "ends_on": data["ends_on"],
        }


class ConsentForm(TermsForm):
    """A worker records the client's leave for an organisation that no statute lets see."""

    organisation = forms.ModelChoiceField(label=_("Organisaatio"), queryset=Organisation.objects.none())
    mode = forms.ChoiceField(
        label=_("Miten asiakas antoi luvan"), widget=forms.RadioSelect,
        choices=[("written", _("Kirjallisesti")), ("spoken", _("Suullisesti, yhtä asiaa varten"))],
    )
    matter = text(
        _("Mitä asiaa suullinen lupa koskee"), longest=200, required=False,
        hint=_("Esimerkiksi: soitto Kelaan kuntoutushakemuksesta. Lupa päättyy yhteydenoton päivään."),
    )
    given_on = DateField(label=_("Milloin"), initial=dates.today)
    language = forms.ChoiceField(label=_("Millä kielellä asia käytiin läpi"), choices=list(LANGUAGES.items()))
    form_key = KeyField()
    field_order = ["organisation", "groups", "health_kinds", "mode", "matter", "given_on", "ends_on", "language"]

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["organisation"].queryset = Organisation.objects.filter(region=case.region_id).order_by("key")
        self.fields["language"].initial = case.person.language if case.person.language in LANGUAGES else "fi"


class GiveForm(TermsForm):
    """The client gives a leave: to whom, what, until when. Only bodies that need one are offered (I-32)."""

    organisation = forms.ModelChoiceField(
        label=_("Kuka saa nähdä"), queryset=Organisation.objects.none(), empty_label=_("Valitse")
    )
    form_key = KeyField()
    field_order = ["organisation", "groups", "health_kinds", "ends_on"]

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _to_client(self)
        rows = Organisation.objects.filter(region=case.region_id).order_by("key")
        need = [one.pk for one in rows if grounds.statute_for(case, one) is None]
        self.fields["organisation"].queryset = rows.filter(pk__in=need)


class OwnTermsForm(TermsForm):
    """The client changes one's own leave."""

    form_key = KeyField()

    def __init__(self, *arguments: Any, consent: Consent, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _to_client(self)
        self.fields["groups"].label = _("Mitä %(name)s saa nähdä") % {"name": consent.organisation.name}


class ChangeForm(TermsForm):
    """A worker records what the client changed, and how it was said."""

    mode = forms.ChoiceField(
        label=_("Miten asiakas muutti lupaa"), widget=forms.RadioSelect,
        choices=[("written", _("Kirjallisesti")), ("spoken", _("Suullisesti, vain rajaus"))],
    )
    form_key = KeyField()


class PaperForm(forms.Form):
    """The signed form as a file."""

    file = forms.FileField(
        label=_("Allekirjoitettu lomake"), allow_empty_file=True, max_length=200,
        help_text=_("PDF, JPEG tai PNG, enintään 5 Mt. Tiedosto salataan."),
        error_messages={"required": _("Valitse tiedosto. Jos valitsit sen jo, se on liian suuri.")},
    )
    form_key = KeyField()

    def clean_file(self) -> Any:
        chosen = self.cleaned_data["file"]
        if chosen.size > MAX_BYTES:
            raise forms.ValidationError(_("Tiedosto on liian suuri. Enintään 5 megatavua."))
        return chosen


def start_from(consent: Consent) -> dict[str, Any]:
    """The first values of a form that changes this consent."""
    return {"groups": consent.field_groups, "health_kinds": consent.health_kinds, "ends_on": consent.ends_on}


def _to_client(form: TermsForm) -> None:
    form.fields["health_kinds"].label = _("Mitkä terveystietosi")
    form.fields["health_kinds"].help_text = _("Rastita terveystiedot yksitellen, jos annat niitä.")
    form.fields["groups"].help_text = _("Nimesi ja yhteystietosi kuuluvat aina mukaan.")
    form.fields["ends_on"].help_text = _("Jos jätät tyhjäksi, lupa on voimassa, kunnes perut sen.")
