"""The forms of coaching. The coach's contact form is made for a phone: what is usual is chosen already."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership
from rinnalla.employers.forms import InRegister
from rinnalla.employment.caseload import Load
from rinnalla.employment.models import CoachingEpisode, Job, JobProfile
from rinnalla.employment.working import PAY_SUBSIDY
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices
from rinnalla.lib.forms import text as words_of
from rinnalla.servicemodels.codes import code_list

MINUTES = (10, 20, 30, 45, 60, 90)
Offer = tuple[Membership, Load]
# When the next contact is: days from today, "keep" what is agreed already.
AGAIN = [("keep", _("Pysyy ennallaan")), ("1", _("Huomenna")), ("7", _("Viikon päästä")), ("14", _("2 viikon päästä"))]


def coach_choices(offers: Sequence[Offer], *, free_only: bool = False) -> list[tuple[str, str]]:
    """Coaches with how many clients each has; with `free_only` those who have room."""
    return [
        (str(member.uuid), f"{member.user.name}, {member.unit.name} ({load.clients}/{load.most})")
        for member, load in offers if not (free_only and load.full)
    ]


class CoachField(forms.ChoiceField):
    """A coach chosen by name; cleans to the membership."""

    def __init__(self, *, label: Any, offers: Sequence[Offer] = (), **options: Any) -> None:
        super().__init__(label=label, **options)
        self.members: dict[str, Membership] = {}

    def offer(self, offers: Sequence[Offer]) -> None:
        self.members = {str(member.uuid): member for member, _load in offers}
        self.choices = coach_choices(offers)

    def clean(self, value: Any) -> Any:
        return self.members[super().clean(value)]


class _Arranged(forms.Form):
    type = forms.ChoiceField(label=_("Millaista valmennus on"), widget=forms.RadioSelect)
    payer = forms.ChoiceField(label=_("Kuka maksaa"), widget=forms.RadioSelect)
    voluntary = forms.BooleanField(
        label=_("Asiakas on itse sanonut haluavansa valmennuksen"), required=False,
        help_text=_("Valmennus on vapaaehtoista. Asiakas voi lopettaa milloin vain, eikä siitä seuraa mitään."),
    )
    client_group = forms.ChoiceField(
        label=_("Mistä asiakas tuli"), required=False,
        help_text=_("Vain tilastoa varten. Valmennus on avoin kaikille, jotka haluavat työtä."),
    )

    def _codes(self) -> None:
        self.fields["client_group"].choices = choices(code_list("client_groups"), empty=_("Ei kirjata"))
        self.fields["type"].choices = choices(code_list("coaching_types"))
        self.fields["type"].initial = self.fields["type"].choices[0][0]
        self.fields["payer"].choices = choices(code_list("coaching_payers"))


class StartForm(_Arranged):
    """Who begins to walk beside the client, and what is the first step."""

    coach = CoachField(
        label=_("Valmentaja"), widget=forms.RadioSelect, help_text=_("Suluissa asiakkaita nyt ja enintään.")
    )
    next_step = words_of(_("Ensimmäinen askel"), longest=200)
    next_on = DateField(label=_("Milloin"))
    form_key = KeyField()
    field_order = ["coach", "type", "payer", "voluntary", "next_step", "next_on", "client_group", "form_key"]

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes()
        self.fields["coach"].offer(offers)
        self.fields["next_step"].initial = _("Ensimmäinen tapaaminen")
        self.fields["next_on"].initial = dates.today() + timedelta(days=7)


class QueueForm(_Arranged):
    """Waiting for the next free coach of a unit."""

    unit = forms.ChoiceField(label=_("Kenen jonoon"), widget=forms.RadioSelect)
    waits_since = DateField(label=_("Mistä päivästä odottaa"), initial=dates.today)
    form_key = KeyField()
    field_order = ["unit", "type", "payer", "voluntary", "waits_since", "client_group", "form_key"]

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes()
        self.units = {str(member.unit.uuid): member.unit for member, _load in offers}
        names = [(key, f"{unit.organisation.name}, {unit.name}") for key, unit in self.units.items()]
        self.fields["unit"].choices = names
        if len(names) == 1:
            self.fields["unit"].initial = names[0][0]

    def clean_unit(self) -> Any:
        return self.units[self.cleaned_data["unit"]]


class TakeForm(forms.Form):
    """A coach takes the next one; the first step is agreed on at once."""

    next_step = words_of(_("Ensimmäinen askel"), longest=200)
    next_on = DateField(label=_("Milloin"))
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_step"].initial = _("Ensimmäinen tapaaminen")
        self.fields["next_on"].initial = dates.today() + timedelta(days=7)


class HandOverForm(forms.Form):
    """Who goes on, and why the coach changes."""

    coach = CoachField(label=_("Uusi valmentaja"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Miksi valmentaja vaihtuu"), widget=forms.RadioSelect)
    version = VersionField()

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].offer(offers)
        self.fields["reason"].choices = choices(code_list("handover_reasons"))


class EmptyForm(forms.Form):
    """An act that asks nothing."""

    version = VersionField()


class TalkForm(forms.Form):
    """The closing talk that was offered."""

    held = forms.ChoiceField(
        label=_("Pidettiinkö lopetuskeskustelu"), widget=forms.RadioSelect,
        choices=[("yes", _("Keskustelimme")), ("no", _("Asiakas ei halunnut"))],
    )
    on = DateField(label=_("Minä päivänä"), initial=dates.today)
    version = VersionField()


class EndingForm(forms.Form):
    """What the coaching led to; every answer is as good as the next (V-07)."""

    outcome = forms.ChoiceField(label=_("Mihin valmennus johti"), widget=forms.RadioSelect)
    on = DateField(label=_("Minä päivänä valmennus päättyi"), initial=dates.today)
    words = words_of(_("Kerro omin sanoin"), rows=3, required=False)
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices(code_list("coaching_outcomes"))


class ContactForm(InRegister):
    """A contact in a few taps: with whom, where, how long; the rest may be left as it is."""

    parties = forms.MultipleChoiceField(label=_("Kenen kanssa"), widget=forms.CheckboxSelectMultiple)
    place = forms.ChoiceField(label=_("Missä"), widget=forms.RadioSelect)
    minutes = forms.TypedChoiceField(
        label=_("Kesto, min"), widget=forms.RadioSelect, coerce=int, choices=[(one, str(one)) for one in MINUTES],
        initial=30,
    )
    purpose = forms.ChoiceField(label=_("Mitä varten"), widget=forms.RadioSelect)
    text = words_of(
        _("Mitä sovittiin"), rows=3, required=False,
        hint=_("Kirjoita niin, että asiakas voi lukea tämän. Ei terveystietoja."),
    )
    next_step = words_of(_("Seuraava askel"), longest=200)
    again = forms.ChoiceField(label=_("Seuraavan kerran"), widget=forms.RadioSelect)
    on = DateField(label=_("Milloin tämä oli"), initial=dates.today)
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *args: Any, episode: CoachingEpisode, now: Job | None, **kwargs: Any) -> None:
        """`now` is the job that is under way: then the workplace is the usual place, and its employer is chosen."""
        super().__init__(*args, region_id=episode.case.region_id, **kwargs)
        works = now is not None
        if now and now.employer_row:
            self.fields["employer_row"].initial = str(now.employer_row.uuid)
        self.fields["parties"].choices = choices(code_list("coaching_parties"))
        self.fields["parties"].initial = ["client"]
        self.fields["place"].choices = choices(code_list("coaching_places"))
        self.fields["place"].initial = "workplace" if works else "community"
        self.fields["purpose"].choices = choices(code_list("coaching_purposes"))
        self.fields["purpose"].initial = "support" if works else "search"
        ahead = bool(episode.next_on and episode.next_on > dates.today())
        self.fields["again"].choices = AGAIN if ahead else AGAIN[1:]
        self.fields["again"].initial = "keep" if ahead else "7"
        self.fields["next_step"].initial = episode.next_step


class NextForm(forms.Form):
    """What comes next, and in which step the coaching is."""

    next_step = words_of(_("Seuraava askel"), longest=200)
    next_on = DateField(label=_("Päivä"))
    next_at = forms.TimeField(
        label=_("Kello"), required=False, input_formats=["%H.%M", "%H:%M"], widget=forms.TextInput(attrs={"size": 6}),
        help_text=_("Esimerkiksi 9.05"),
    )
    next_place = words_of(_("Paikka"), longest=120, required=False)
    stage = forms.ChoiceField(label=_("Valmennuksen vaihe"), widget=forms.RadioSelect)
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = choices(code_list("coaching_stages"))


def profile_labels() -> dict[str, Any]:
    """The parts of a profile in the asker's words."""
    return {
        "wish": _("Millaista työtä toivot?"), "content": _("Mitä haluaisit tehdä työpäivänä?"),
        "skills": _("Mitä osaat jo?"), "motivation": _("Miksi työ on sinulle tärkeää nyt?"),
        "limits": _("Mitä työssä ei voi olla?"), "adaptations": _("Mikä auttaisi jaksamaan työssä?"),
        "hours": _("Kuinka paljon ja mihin aikaan?"), "area": _("Missä?"),
        "tell": _("Mitä työnantajalle saa kertoa?"), "keep": _("Mitä työnantajalle ei kerrota?"),
    }


class ProfileForm(forms.Form):
    """The job profile, asked of the client; no diagnosis belongs to it."""

    wish = words_of(_("Millaista työtä toivot?"), rows=2, hint=_("Asiakkaan omin sanoin."))
    content = words_of(_("Mitä haluaisit tehdä työpäivänä?"), rows=2, required=False)
    skills = words_of(
        _("Mitä osaat jo?"), rows=2, required=False, hint=_("Myös se, mitä on oppinut kotona tai harrastuksissa.")
    )
    motivation = words_of(_("Miksi työ on sinulle tärkeää nyt?"), rows=2, required=False)
    limits = words_of(
        _("Mitä työssä ei voi olla?"), rows=2, required=False, hint=_("Mikä kuormittaa liikaa. Ei diagnooseja.")
    )
    adaptations = words_of(_("Mikä auttaisi jaksamaan työssä?"), rows=2, required=False)
    hours = words_of(_("Kuinka paljon ja mihin aikaan?"), longest=120, required=False)
    area = words_of(_("Missä?"), longest=120, required=False)
    tell = words_of(_("Mitä työnantajalle saa kertoa?"), rows=2, required=False)
    keep = words_of(
        _("Mitä työnantajalle ei kerrota?"), rows=2, required=False, hint=_("Tästä ei puhuta ilman asiakkaan lupaa.")
    )
    version = VersionField()

    def parts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in JobProfile.ASKED}


class ApplicationForm(InRegister):
    """A job looked for together, and how it fits the wish."""

    title = words_of(_("Mikä työ"), longest=120)
    employer = words_of(_("Työnantaja"), longest=120)
    fit = forms.ChoiceField(label=_("Vastaako asiakkaan toivetta"), widget=forms.RadioSelect)
    state = forms.ChoiceField(label=_("Missä vaiheessa"), widget=forms.RadioSelect)
    words = words_of(_("Mikä sopii, mikä ei"), rows=2, required=False)
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fit"].choices = choices(code_list("job_fits"))
        self.fields["state"].choices = choices(code_list("application_states"))
        self.fields["state"].initial = "sent"


class StateForm(forms.Form):
    """What became of an application."""

    state = forms.ChoiceField(label=_("Missä vaiheessa"), widget=forms.RadioSelect)
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices(code_list("application_states"))


ANSWERS = [("", _("Ei vielä kysytty")), ("yes", _("Kyllä")), ("no", _("Ei"))]


def _yes_or_no(label: Any, hint: Any = "") -> forms.TypedChoiceField:
    """Yes, no, or not asked yet, which cleans to None."""
    return forms.TypedChoiceField(
        label=label, help_text=hint, widget=forms.RadioSelect, required=False, choices=ANSWERS, empty_value=None,
        coerce=lambda told: told == "yes",
    )


def ground_choices(empty: Any) -> list[tuple[str, str]]:
    """The grounds of a pay subsidy, and `empty` for none."""
    grounds = [one for one in code_list("service_grounds") if one.definition.service == PAY_SUBSIDY]
    return choices(grounds, empty=empty)


class JobForm(InRegister):
    """Work that was found."""

    title = words_of(_("Mikä työ"), longest=120)
    employer = words_of(_("Työnantaja"), longest=120)
    kind = forms.ChoiceField(
        label=_("Millaista työ on"), widget=forms.RadioSelect,
        help_text=_("Valmennuksen tavoite on palkkatyö avoimilla työmarkkinoilla. Muukin työ kirjataan."),
    )
    starts_on = DateField(label=_("Alkaa"), initial=dates.today)
    hours_week = forms.DecimalField(
        label=_("Tunteja viikossa"), required=False, min_value=1, max_value=48, decimal_places=1, max_digits=4,
        localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )
    contract = forms.ChoiceField(label=_("Kuinka pitkäksi aikaa"), widget=forms.RadioSelect, required=False)
    normal_pay = _yes_or_no(_("Onko palkka työehtosopimuksen mukainen"))
    open_to_all = _yes_or_no(
        _("Olisiko kuka tahansa voinut saada tämän työn"),
        _("Työ, joka on varattu vain palvelun asiakkaille, ei ole kaikille avoin."),
    )
    pay_subsidy_ground = forms.ChoiceField(
        label=_("Palkkatuen peruste"), required=False, help_text=_("Vain, jos työhön on myönnetty palkkatuki."),
    )
    onward_placement = forms.BooleanField(label=_("Edelleensijoitus toiselle työnantajalle"), required=False)
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices(code_list("job_kinds"))
        self.fields["pay_subsidy_ground"].choices = ground_choices(_("Ei palkkatukea"))
        self.fields["contract"].choices = choices(code_list("job_contracts"))


class MatchForm(forms.Form):
    """Does the job match the client's skills (L-18)?"""

    matches_client = forms.ChoiceField(
        label=_("Asiakas: vastaako työ osaamistasi?"), widget=forms.RadioSelect, required=False, choices=ANSWERS
    )
    matches_coach = forms.ChoiceField(
        label=_("Valmentaja: vastaako työ asiakkaan osaamista?"), widget=forms.RadioSelect, required=False,
        choices=ANSWERS,
    )
    version = VersionField()

    def answers(self) -> dict[str, bool | None]:
        told = {"yes": True, "no": False}
        return {name: told.get(self.cleaned_data[name]) for name in ("matches_client", "matches_coach")}


class JobEndForm(forms.Form):
    """A job ended; what was learnt goes into the next profile."""

    on = DateField(label=_("Viimeinen työpäivä"), initial=dates.today)
    learnt = words_of(_("Mitä tästä opittiin"), rows=3, required=False)
    version = VersionField()


class ReviewForm(forms.Form):
    """Is the support right now, and when is it looked at again?"""

    words = words_of(_("Millaista tukea on nyt ja mitä muutetaan"), rows=3)
    client_words = words_of(_("Mitä asiakas sanoo"), rows=2, required=False)
    next_on = DateField(label=_("Katsotaan uudelleen"))
    version = VersionField()
    form_key = KeyField()


class LimitForm(forms.Form):
    """A unit's own cap."""

    clients = forms.IntegerField(label=_("Asiakkaita valmentajalla enintään"), min_value=1)
    version = VersionField()
