"""The form of the talk: the client first, then the three parts, then the areas of life."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rinnalla.assessments.actions import FACTS, Beside
from rinnalla.assessments.mapping import NOT_ASKED, Area, visible_areas, visible_criteria
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.assessments.questions import questions, read, visible_questions
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.servicemodels.codes import code_list, of_case
from rinnalla.servicemodels.definitions import Question

YES_NO = {True: "yes", False: "no"}


class AssessmentForm(forms.Form):
    """Fields that the writer's field groups let one see; nothing is required but the day, so a draft always saves."""

    talked_on = DateField(label=_("Milloin juttelitte"))
    wish = text(_("Asiakkaan toive omin sanoin"), rows=3, required=False, hint=_("Kirjoita niin kuin asiakas sanoo."))
    motivation = forms.TypedChoiceField(
        label=_("Kuinka paljon asiakas haluaa muutosta, 0–10"), required=False, coerce=int, empty_value=None,
        choices=[("", _("Ei kysytty")), *((number, str(number)) for number in range(11))],
        help_text=_("Asiakkaan oma arvio. Pieni luku ei estä mitään."),
    )
    network = text(_("Verkosto"), rows=4, required=False, hint=_("Ketkä ovat rinnalla: läheiset, ammattilaiset, muut."))
    goal = text(_("Tavoite"), rows=4, required=False, hint=_("Mihin asiakas haluaa päästä."))
    resources = text(_("Voimavarat"), rows=4, required=False, hint=_("Mikä kantaa: taidot, kiinnostus, ihmiset, arki."))
    criteria = forms.MultipleChoiceField(
        label=_("Mikä pitää paikkansa asiakkaasta?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Yksikin riittää. Oma kokemus riittää, diagnoosia ei tarvita."),
    )
    unemployment_spells = forms.IntegerField(label=_("Työttömyysjaksoja"), required=False, min_value=0, max_value=99)
    unemployment_months = forms.IntegerField(
        label=_("Työttömänä yhteensä, kuukautta"), required=False, min_value=0, max_value=600
    )
    health_notes = text(
        _("Terveys ja työ"), rows=4, required=False,
        hint=_("Vain se, mikä vaikuttaa työhön. Tämän näkevät vain ne, joilla on peruste terveystietoihin."),
    )
    responsible_reason = text(
        _("Miksi asiakasvastaavaa ei vielä ole"), rows=2, required=False, longest=1000,
        hint=_("Kysy, kuka voisi kulkea rinnalla. Allekirjoitus tarvitsee asiakasvastaavan tai syyn."),
    )
    version = VersionField()

    def __init__(self, *args: Any, assessment: NeedsAssessment, groups: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, initial=_start(assessment), **kwargs)
        self.used_groups = groups
        for name, group in FACTS.items():
            if group not in groups:
                del self.fields[name]
        self.fields["criteria"].choices = choices(visible_criteria(groups))
        self.areas = visible_areas(of_case(assessment.case), groups)
        for area in self.areas:
            self.fields[f"area_{area.key}"] = forms.ChoiceField(
                label=area.name, widget=forms.RadioSelect, required=False, choices=choices(code_list("need_answers"))
            )
            self.fields[f"note_{area.key}"] = text(_("Muistiinpano"), rows=2, required=False)
            self.fields[f"client_{area.key}"] = forms.ChoiceField(
                label=_("Mitä asiakas itse ajattelee"), required=False,
                choices=choices(code_list("need_answers"), empty=now("Sama kuin yllä")),
            )
            self.fields[f"source_{area.key}"] = forms.ChoiceField(
                label=_("Mistä tieto on"), required=False, choices=choices(code_list("fact_sources"))
            )
            self.fields[f"whom_{area.key}"] = text(
                _("Keneltä tai mistä asiakirjasta"), longest=200, required=False
            )
        if assessment.case.responsible_worker_id is not None:
            del self.fields["responsible_reason"]

        self.questions = visible_questions(assessment, groups)
        for question in self.questions:
            self.fields[f"told_{question.key}"] = question_field(question)

    def question_fields(self) -> list[forms.BoundField]:
        """The questions of the region's form, in their order (V-114)."""
        return [self[f"told_{question.key}"] for question in self.questions]

    def area_fields(self) -> list[tuple[Area, forms.BoundField, list[forms.BoundField]]]:
        """Each area with its answer, and what stands beside it: note, the client's own view and the source."""
        more = ("note", "client", "source", "whom")
        return [
            (area, self[f"area_{area.key}"], [self[f"{name}_{area.key}"] for name in more]) for area in self.areas
        ]

    def _beside(self, area: Area) -> Beside:
        data = self.cleaned_data
        return Beside(
            data[f"client_{area.key}"], data[f"source_{area.key}"] or Beside.source, data[f"whom_{area.key}"]
        )

    def arguments(self) -> dict[str, Any]:
        """What `actions.save` takes."""
        data = self.cleaned_data
        answers = {
            area.key: (data[f"area_{area.key}"] or NOT_ASKED, data[f"note_{area.key}"]) for area in self.areas
        }
        return {
            "facts": {name: data[name] for name in FACTS if name in data}, "criteria": data["criteria"],
            "answers": answers, "version": data["version"],
            "told": {one.key: _told(one, data[f"told_{one.key}"]) for one in self.questions},
            "beside": {area.key: self._beside(area) for area in self.areas},
        }


def _start(assessment: NeedsAssessment) -> dict[str, Any]:
    values = {name: getattr(assessment, name) for name in (*FACTS, "criteria", "version")}
    for one in assessment.answers.all():
        values |= {
            f"area_{one.area}": one.answer, f"note_{one.area}": one.note, f"client_{one.area}": one.client_answer,
            f"source_{one.area}": one.source, f"whom_{one.area}": one.source_whom,
        }
    kinds = {one.key: one.kind for one in questions(assessment)}
    for one in assessment.told.all():
        value = read(kinds.get(one.question, "text"), one.value)
        values[f"told_{one.question}"] = YES_NO[value] if isinstance(value, bool) else value
    return values


def question_field(question: Question) -> forms.Field:
    """The field of a question by its kind; nothing is compulsory, an unasked question is left open."""
    label = question.names.in_language
    hint = question.hint.in_language if question.hint else ""
    shared: dict[str, Any] = {"label": label, "help_text": hint, "required": False}
    if question.kind == "text":
        return text(label, rows=2, required=False, hint=hint)
    if question.kind == "number":
        return forms.IntegerField(min_value=0, max_value=9999, **shared)
    if question.kind == "date":
        return DateField(**shared)
    options = [("yes", _("Kyllä")), ("no", _("Ei"))] if question.kind == "yes_no" else [
        (one.key, one.names.in_language) for one in question.choices
    ]
    return forms.ChoiceField(widget=forms.RadioSelect, choices=[("", _("Ei kysytty")), *options], **shared)


def _told(question: Question, given: Any) -> Any:
    if given in ("", None):
        return None
    return given == "yes" if question.kind == "yes_no" else given


class CorrectionForm(forms.Form):
    """Why a signed assessment is corrected."""

    reason = text(_("Mitä korjaat ja miksi"), rows=3, longest=1000)
    form_key = KeyField()


class DecisionForm(forms.Form):
    """The choice beside a proposal; the reason is asked where it differs."""

    chosen = forms.ChoiceField(label=_("Valintasi"), widget=forms.RadioSelect)
    reason = text(
        _("Miksi valitsit toisin"), rows=2, required=False, longest=1000,
        hint=_("Tarvitaan vain, jos valintasi eroaa ehdotuksesta."),
    )
    form_key = KeyField()

    def __init__(self, *args: Any, subject: str = "", options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix=subject, **kwargs)
        self.fields["chosen"].choices = options
