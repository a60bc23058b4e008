"""Forms of support at work: hours, subsidy, talks of benefits, adaptations, agreements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.models import Employer
from rinnalla.employment.forms import ground_choices
from rinnalla.employment.models import Job
from rinnalla.employment.support.models import APPROVED, HERE, REFUSED, UNIT
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices
from rinnalla.lib.forms import text as words_of
from rinnalla.servicemodels.codes import Code, code_list

HOURS = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})
MONEY = forms.TextInput(attrs={"inputmode": "decimal", "size": 10})


class HoursForm(forms.Form):
    """The hours of a job from a day on."""

    hours_week = forms.DecimalField(
        label=_("Tunteja viikossa"), min_value=1, max_value=48, decimal_places=1, max_digits=4, localize=True,
        widget=HOURS,
    )
    from_on = DateField(label=_("Mistä päivästä"), initial=dates.today)
    version = VersionField()
    form_key = KeyField()


class SubsidyForm(forms.Form):
    """On what ground the job's pay subsidy stands."""

    pay_subsidy_ground = forms.ChoiceField(label=_("Palkkatuen peruste"), widget=forms.RadioSelect, required=False)
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pay_subsidy_ground"].choices = ground_choices(_("Ei palkkatukea"))


class TalkForm(forms.Form):
    """What was gone through of benefits, and what was told."""

    topics = forms.MultipleChoiceField(label=_("Mistä puhuitte"), widget=forms.CheckboxSelectMultiple)
    words = words_of(
        _("Mitä kerroit"), rows=4, hint=_("Asiakas voi lukea tämän. Kirjoita myös, mistä hän saa varman tiedon.")
    )
    job = forms.ChoiceField(label=_("Mikä työ"), required=False)
    on = DateField(label=_("Milloin"), initial=dates.today)
    form_key = KeyField()

    def __init__(self, *args: Any, jobs: list[Job], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jobs = {str(one.uuid): one for one in jobs}
        named = [(key, f"{one.title}, {one.employer}") for key, one in self.jobs.items()]
        self.fields["job"].choices = [("", _("Ei vielä mikään tietty työ")), *named]
        if len(named) == 1:
            self.fields["job"].initial = named[0][0]
        self.fields["topics"].choices = choices(code_list("benefit_topics"))

    def clean_job(self) -> Job | None:
        return self.jobs.get(self.cleaned_data["job"])


class AdaptationForm(forms.Form):
    """What the work needs, who pays, and when it is looked at."""

    variant = forms.ChoiceField(label=_("Missä työssä"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Mitä mukautetaan"), widget=forms.RadioSelect)
    need = words_of(
        _("Mitä työssä tarvitaan"), rows=2, hint=_("Mikä työssä on hankalaa ja mikä auttaisi. Ei diagnooseja.")
    )
    payer = forms.ChoiceField(label=_("Kuka maksaa"), widget=forms.RadioSelect)
    done = words_of(_("Mitä tehtiin"), rows=2, required=False, hint=_("Jätä tyhjäksi, jos tätä ei ole vielä tehty."))
    done_on = DateField(label=_("Milloin tehtiin"), required=False)
    review_on = DateField(label=_("Katsotaan, toimiiko"))
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["variant"].choices = choices(code_list("adaptation_variants"))
        self.fields["kind"].choices = choices(code_list("adaptation_kinds"))
        self.fields["payer"].choices = choices(code_list("adaptation_payers"))


class DoneForm(forms.Form):
    """What was done of an adaptation."""

    done = words_of(_("Mitä tehtiin"), rows=2)
    done_on = DateField(label=_("Milloin tehtiin"), initial=dates.today)
    payer = forms.ChoiceField(label=_("Kuka maksaa"), widget=forms.RadioSelect)
    review_on = DateField(label=_("Katsotaan, toimiiko"))
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].choices = choices(code_list("adaptation_payers"))


class LookForm(forms.Form):
    """Does it work?"""

    works = forms.ChoiceField(label=_("Toimiiko mukautus"), widget=forms.RadioSelect)
    words = words_of(_("Mitä asiakas sanoo"), rows=2, required=False)
    review_on = DateField(
        label=_("Katsotaan uudelleen"), required=False, help_text=_("Jätä tyhjäksi, jos seurantaa ei enää tarvita.")
    )
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["works"].choices = choices(code_list("adaptation_works"))


class AgreementForm(forms.Form):
    """The text of an agreement; its parts come from its kind. With `employers`, also with whom and on which job."""

    starts_on = DateField(label=_("Alkaa"))
    ends_on = DateField(label=_("Päättyy"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_key = KeyField()

    def __init__(
        self, *args: Any, kind: Code, employers: list[Employer] | None = None, jobs: list[Job] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        first = self._parties(employers, jobs or []) if employers is not None else []
        for part in kind.definition.parts:
            hint = part.hint.in_language if part.hint else ""
            self.fields[part.key] = words_of(part.names.in_language, rows=2, required=part.required, hint=hint)
        if kind.definition.asks_ground:
            self.fields["subsidy_ground"] = forms.ChoiceField(
                label=_("Palkkatuen peruste"), choices=ground_choices(_("Valitse")),
                help_text=_("Peruste ei näy työnantajan paperissa. Siitä päättää työllisyysalue."),
            )
        self.order_fields([*first, "starts_on", "ends_on", *(part.key for part in kind.definition.parts)])

    def _parties(self, employers: list[Employer], jobs: list[Job]) -> list[str]:
        self.employers = {str(one.uuid): one for one in employers}
        self.jobs = {str(one.uuid): one for one in jobs}
        named = [(key, one.name) for key, one in self.employers.items()]
        self.fields["employer"] = forms.ChoiceField(
            label=_("Työnantaja"), choices=named, widget=forms.RadioSelect, initial=named[0][0] if named else None,
            help_text=_("Tässä ovat työnantajat, joille asiakas on antanut kirjallisen luvan."),
        )
        titles = [(key, f"{one.title}, {one.employer}") for key, one in self.jobs.items()]
        self.fields["job"] = forms.ChoiceField(
            label=_("Mikä työ"), required=False, choices=[("", _("Työtä ei ole vielä kirjattu")), *titles]
        )
        return ["employer", "job"]

    def clean_employer(self) -> Employer:
        return self.employers[self.cleaned_data["employer"]]

    def clean_job(self) -> Job | None:
        return self.jobs.get(self.cleaned_data["job"])

    def parts(self) -> dict[str, str]:
        return {part.key: self.cleaned_data[part.key] for part in self.kind.definition.parts}

    def rest(self) -> dict[str, Any]:
        """The days and the ground, as the actions take them."""
        ground = self.cleaned_data.get("subsidy_ground", "")
        return {**{name: self.cleaned_data[name] for name in ("starts_on", "ends_on")}, "subsidy_ground": ground}


class AnswerForm(forms.Form):
    """What a party answered, who, when and how."""

    answer = forms.ChoiceField(
        label=_("Vastaus"), widget=forms.RadioSelect,
        choices=[(APPROVED, _("Hyväksyy sopimuksen")), (REFUSED, _("Ei hyväksy"))],
    )
    name = words_of(_("Kuka vastasi"), longest=79)
    way = forms.ChoiceField(label=_("Miten vastaus annettiin"), widget=forms.RadioSelect)
    on = DateField(label=_("Milloin"), initial=dates.today)
    words = words_of(_("Mitä pitäisi muuttaa"), longest=300, required=False, hint=_("Kirjoita, jos vastaus oli ei."))
    number = forms.IntegerField(widget=forms.HiddenInput)
    form_key = KeyField()

    def __init__(self, *args: Any, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [one for one in code_list("agreement_ways") if party == UNIT or one.key != HERE]
        self.fields["way"].choices = choices(ways)


class ReplyForm(forms.Form):
    """What the coach says to a question of the client."""

    words = words_of(_("Vastaus asiakkaalle"), rows=4, longest=600, hint=_("Asiakas lukee tämän omilta sivuiltaan."))


class EndForm(forms.Form):
    """The agreement holds no longer."""

    on = DateField(label=_("Mihin päivään se päättyi"), initial=dates.today)
    why = words_of(_("Miksi sopimus päättyy"), longest=300)
    version = VersionField()
