"""Forms of advice, of the consultation network and of the pages of numbers. Those of referring: `forms.py`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.organisations.models import Region, Unit
from rinnalla.referrals import lists
from rinnalla.referrals.figures import Period
from rinnalla.referrals.forms import UnitField, VersionForm, units_of
from rinnalla.referrals.models import GuidanceOutcome
from rinnalla.servicemodels import codes

# Advice ---------------------------------------------------------------------------------------------------------------


class AskForm(forms.Form):
    key = KeyField()
    topic = forms.ChoiceField(label=_("Aihe"))
    unit = UnitField(
        Unit.objects.none(), label=_("Keneltä kysyt?"), required=False,
        empty_label=_("Aiheen vastaajilta konsultaatioverkostossa"),
    )
    question = text(
        _("Mihin kaipaat neuvoa?"), rows=5, longest=2000,
        hint=_("Kerro tilanteesta niin, ettei asiakasta voi tunnistaa: ei nimeä, henkilötunnusta eikä puhelinta."),
    )
    answer_due_on = DateField(label=_("Vastaus viimeistään"))

    def __init__(self, *args, actor: Actor, named: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(actor, without_own=True)
        self.fields["topic"].choices = choices(codes.code_list("guidance_topics"), empty=_("Valitse aihe"))
        self.fields["answer_due_on"].initial = lists.due(
            "consultation_answer", region=Region.objects.get(pk=actor.region_id)
        )
        if named:
            self.fields["question"].help_text = _("Kysymys näkyy yksikölle, jolta kysyt. Kerro vain tarpeellinen.")


class AnswerForm(VersionForm):
    words = text(_("Neuvosi"), rows=5, longest=4000)
    next_step = text(_("Kysyjän seuraava askel"), rows=2, longest=500, hint=_("Mitä kysyjän kannattaa tehdä ensin?"))


class RosterForm(forms.Form):
    """Answering questions on a topic in the consultation network."""

    topic = forms.ChoiceField(label=_("Aihe"))
    hours = text(
        _("Milloin vastaat?"), required=False, longest=100, hint=_("Esimerkiksi ma–to 9–11. Kysyjä näkee tämän."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = choices(codes.code_list("guidance_topics"), empty=_("Valitse aihe"))


class ShareForm(forms.Form):
    """Advice in a form that helps others and tells of nobody."""

    key = KeyField()
    question = text(_("Kysymys yleisessä muodossa"), rows=3, longest=2000)
    answer = text(_("Neuvo yleisessä muodossa"), rows=5, longest=4000)
    clean_text = forms.BooleanField(
        label=_("Luin tekstin. Siitä ei tunnista ketään."),
        error_messages={"required": _("Lue teksti ja rastita, kun siitä ei tunnista ketään.")},
    )


class LibraryForm(forms.Form):
    """Looking for advice given before."""

    q = text(_("Sana tai lause"), required=False, longest=100)
    topic = forms.ChoiceField(label=_("Aihe"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = choices(codes.code_list("guidance_topics"), empty=_("Kaikki aiheet"))


class GuidanceForm(forms.Form):
    key = KeyField()
    topic = forms.ChoiceField(label=_("Aihe"), widget=forms.RadioSelect)
    benefit = forms.ChoiceField(label=_("Mistä etuudesta"), required=False, help_text=_("Vain etuusneuvonnassa."))
    minutes = forms.IntegerField(label=_("Kesto minuutteina"), min_value=1, max_value=600)
    outcome = forms.ChoiceField(label=_("Miten päättyi?"), choices=GuidanceOutcome.choices, widget=forms.RadioSelect)
    on = DateField(label=_("Päivä"), initial=dates.today)

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = codes.of_region(actor.region_id)
        self.fields["topic"].choices = choices(codes.code_list("guidance_topics", region=own))
        self.fields["benefit"].choices = choices(codes.code_list("benefits"), empty=_("Valitse etuus"))


# Figures --------------------------------------------------------------------------------------------------------------


class PeriodForm(forms.Form):
    """The days that a page of numbers counts; the last twelve months unless told otherwise."""

    since = DateField(label=_("Alkaen"), initial=lambda: Period.last_year().since)
    until = DateField(label=_("Asti"), initial=dates.today)

    def clean(self) -> dict:
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."))
        return data

    @property
    def period(self) -> Period:
        """What was asked for; the last twelve months when nothing was, or when it can't be read."""
        asked = self.is_bound and self.is_valid()
        return Period(self.cleaned_data["since"], self.cleaned_data["until"]) if asked else Period.last_year()
