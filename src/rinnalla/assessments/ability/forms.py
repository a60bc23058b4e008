"""What a body found of work ability, its correction and review, and agreeing on a new assessment."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rinnalla.assessments.ability.actions import Finding, definitions, icf_codes
from rinnalla.assessments.ability.models import WorkAbilityAssessment
from rinnalla.assessments.ability.reading import Told
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.servicemodels.codes import code_list
from rinnalla.servicemodels.definitions import ActorView


class AbilityForm(forms.Form):
    """A finding. The kinds are those whose facts the writer may see."""

    kind = forms.ChoiceField(label=_("Millainen arvio"))
    definition = forms.ChoiceField(
        label=_("Kenen määritelmää arvio noudattaa"),
        help_text=_("Tahot rajaavat osatyökykyisyyden eri tavoin. Määritelmät ovat käsikirjassa."),
    )
    ability = forms.ChoiceField(label=_("Tulos"), widget=forms.RadioSelect)
    result = text(_("Tulos sanoin"), rows=4, hint=_("Mitä ihminen pystyy tekemään ja millä edellytyksillä."))
    assessed_on = DateField(label=_("Arvio tehty"))
    assessor = text(_("Kuka arvioi"), longest=200, hint=_("Nimi ja ammatti."))
    organisation = text(_("Missä organisaatiossa"), longest=200, required=False)
    methods = text(_("Millä menetelmillä"), rows=2, hint=_("Esimerkiksi: vastaanotto ja työkokeilun seuranta."))
    task = text(
        _("Mitä tehtävää katsottiin"), rows=2, required=False, hint=_("Toiminnallinen arvio tarvitsee tämän ja paikan.")
    )
    place = text(_("Missä"), longest=200, required=False)
    icf = text(_("ICF-koodit"), longest=400, required=False, hint=_("Vain koodit, esimerkiksi d850, b130.2."))
    source = forms.ChoiceField(label=_("Mistä tieto on"))
    source_whom = text(_("Keneltä tai mistä asiakirjasta"), longest=200, required=False)
    valid_until = DateField(label=_("Voimassa asti"), required=False)
    review_on = DateField(
        label=_("Katsotaan uudelleen"), required=False, help_text=_("Jos jätät tyhjäksi, päivä on voimassaolon loppu.")
    )
    form_key = KeyField()

    def __init__(self, *args: Any, groups: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in code_list("assessment_kinds") if one.definition.field_group in groups]
        self.fields["kind"].choices = choices(kinds, empty=now("Valitse"))
        self.fields["definition"].choices = [
            ("", now("Valitse")), *((key, definition_name(one)) for key, one in definitions().items())
        ]
        self.fields["ability"].choices = choices(code_list("ability_results"))
        self.fields["source"].choices = choices(code_list("fact_sources"), empty=now("Valitse"))

    def clean_icf(self) -> list[str]:
        try:
            return icf_codes(self.cleaned_data["icf"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def finding(self) -> Finding:
        """What was written, as the actions take it."""
        return Finding(**{name: self.cleaned_data[name] for name in Finding.__dataclass_fields__})


class AbilityCorrectionForm(AbilityForm):
    """The earlier text with its mistakes mended, and why."""

    reason = text(_("Mitä korjaat ja miksi"), rows=2, longest=1000)

    def __init__(self, *args: Any, assessment: WorkAbilityAssessment, **kwargs: Any) -> None:
        initial = {name: getattr(assessment, name) for name in Finding.__dataclass_fields__}
        super().__init__(*args, initial={**initial, "icf": ", ".join(assessment.icf)}, **kwargs)


class ReviewForm(forms.Form):
    """The finding still holds; when it is looked at again."""

    next_on = DateField(label=_("Katsotaan seuraavan kerran"))
    note = text(_("Mitä katsottiin"), rows=2, required=False, longest=1000)
    form_key = KeyField()


class ReassessmentForm(forms.Form):
    """A treatment or rehabilitation that began, and when work ability is assessed again."""

    what = text(_("Mikä hoito tai kuntoutus alkoi"), longest=400)
    began_on = DateField(label=_("Milloin se alkoi"))
    due_on = DateField(label=_("Milloin työkyky arvioidaan uudelleen"))
    form_key = KeyField()


class SettlingForm(forms.Form):
    """The new assessment that was made, or why none is needed."""

    assessment = forms.ChoiceField(label=_("Tehty arvio"), required=False)
    reason = text(_("Miksi uutta arviota ei tarvita"), rows=2, required=False, longest=1000)
    version = VersionField()

    def __init__(self, *args: Any, made: Sequence[Told], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.row.uuid), f"{one.kind}, {dates.d(one.row.assessed_on)}") for one in made]
        self.fields["assessment"].choices = [("", now("Ei vielä arviota")), *named]


def definition_name(one: ActorView) -> str:
    """A definition in a list: who uses it, and the word they use if they have one."""
    actor = one.actor.in_language
    return f"{actor}: {one.term.in_language.lower()}" if one.term else actor
