"""The forms of studies: which and where, how they ended, whether work followed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employment.studies.models import StudyRecord
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices
from rinnalla.lib.forms import text as words_of
from rinnalla.servicemodels.codes import code_list


class _Told(forms.Form):
    kind = forms.ChoiceField(label=_("Millaiset opinnot"), widget=forms.RadioSelect)
    name = words_of(_("Mikä tutkinto tai koulutus"), longest=120)
    school = words_of(_("Missä"), longest=120)
    adapted = forms.BooleanField(
        label=_("Opinnot on mukautettu"), required=False,
        help_text=_("Tavoitteita on sovitettu opiskelijalle. Merkitse vain, jos asiakas on kertonut sen."),
    )
    started_on = DateField(label=_("Mistä alkaen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices(code_list("study_kinds"))


class StudiesForm(_Told):
    """Studies that go on or are completed."""

    completed_on = DateField(
        label=_("Milloin suoritettu"), required=False, help_text=_("Jätä tyhjäksi, jos opinnot jatkuvat.")
    )
    form_key = KeyField()


class CorrectionForm(_Told):
    """What was written, put right."""

    version = VersionField()

    @staticmethod
    def start(row: StudyRecord) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("kind", "name", "school", "adapted", "started_on", "version")}


class EndForm(forms.Form):
    """On which day they ended."""

    on = DateField(label=_("Milloin"), initial=dates.today)
    version = VersionField()


class FollowForm(forms.Form):
    """Whether work has begun."""

    work_from = DateField(
        label=_("Mistä alkaen asiakas on ollut työssä"), required=False, help_text=_("Jätä tyhjäksi, jos ei ole.")
    )
    on = DateField(label=_("Milloin siitä puhuttiin"), initial=dates.today)
    version = VersionField()
