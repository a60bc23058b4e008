"""The forms of a case's own pages."""

from textwrap import shorten
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Answer, Case, Channel, DecisionPower, TeamMember
from rinnalla.cases.models_team import Agreement
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.servicemodels.codes import code_list, of_case, stage_name, stages

CHANNELS = {
    Channel.PHONE: _("Puhelin"),
    Channel.MEETING: _("Tapaaminen"),
    Channel.VIDEO: _("Video"),
    Channel.MESSAGE: _("Viesti"),
    Channel.HOME: _("Kotikäynti"),
    Channel.LETTER: _("Kirje"),
}
USUAL = (Channel.PHONE, Channel.MEETING, Channel.MESSAGE, Channel.HOME)  # what the quick note offers
SUBJECT = 120  # characters
STAGE_NAMES = {
    "identification": _("Tunnistaminen"),
    "initial_service": _("Alkupalvelu"),
    "mapping": _("Kartoitus"),
    "services": _("Palvelut"),
    "follow_up": _("Seuranta"),
}
POWERS = {
    DecisionPower.NONE: _("Ei päätä palveluista eikä toimeentulosta"),
    DecisionPower.SERVICES: _("Päättää asiakkaan palveluista"),
    DecisionPower.LIVELIHOOD: _("Päättää asiakkaan toimeentulosta"),
}
GROUPS = {
    "basics": _("Perustiedot"),
    "social": _("Arki ja sosiaalinen tilanne"),
    "health": _("Terveys"),
    "livelihood": _("Toimeentulo"),
    "employment": _("Työ"),
}


class StepForm(forms.Form):
    """What happens next, when, and when the whole is reviewed."""

    next_step = text(_("Seuraava askel"), longest=200, hint=_("Esimerkiksi: Janne soittaa puutarhaan."))
    next_step_on = DateField(label=_("Milloin"))
    review_on = DateField(label=_("Kokonaisuus tarkistetaan viimeistään"))
    stage = forms.ChoiceField(label=_("Vaihe"), required=False)
    version = VersionField()

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own = [(one.key, one.name) for one in stages(of_case(case))]
        now = (case.stage, stage_name(of_case(case), case.stage))
        self.fields["stage"].choices = own if now in own else [now, *own]


class WishForm(forms.Form):
    """The client's wish and motivation (V-24)."""

    wish = text(_("Asiakkaan toive omin sanoin"), rows=4)
    motivation = forms.IntegerField(
        label=_("Kuinka tärkeää se on nyt, 0–10"),
        min_value=0,
        max_value=10,
        required=False,
        help_text=_("Pieni luku ei estä mitään. Se on syy puhua lisää."),
    )
    version = VersionField()


class ContactForm(forms.Form):
    """A contact: when, how, with whom, what."""

    on = DateField(label=_("Päivä"), initial=dates.today)
    channel = forms.ChoiceField(label=_("Tapa"), choices=list(CHANNELS.items()), widget=forms.RadioSelect)
    with_client = forms.ChoiceField(
        label=_("Kenen kanssa"),
        choices=[("yes", _("Asiakkaan kanssa")), ("no", _("Muun tahon kanssa"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    subject = text(_("Mistä oli kyse"), longest=120)
    notes = text(_("Mitä sovittiin"), rows=5, required=False)
    field_group = forms.ChoiceField(
        label=_("Ketkä saavat nähdä"),
        choices=list(GROUPS.items()),
        initial="basics",
        help_text=_("Terveystiedot näkevät vain ne, joilla on siihen peruste."),
    )
    minutes = forms.IntegerField(label=_("Kesto minuutteina"), required=False, min_value=1, max_value=600)
    client_rating = forms.TypedChoiceField(
        label=_("Asiakkaan arvio ensimmäisestä kontaktista"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Ei kysytty")), *[(str(number), str(number)) for number in range(1, 6)]],
    )
    form_key = KeyField()

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.note_contact`."""
        data = self.cleaned_data
        same = ("on", "channel", "subject", "field_group", "minutes", "client_rating")
        facts = {name: data[name] for name in same}
        return {**facts, "text": data["notes"], "with_client": data["with_client"] == "yes", "key": data["form_key"]}


class QuickNoteForm(forms.Form):
    """A contact in one field, on the case page: today, basics; what else there is to tell goes to the longer form."""

    words = forms.CharField(
        label=_("Mitä tapahtui tai sovittiin"), max_length=4000, widget=forms.Textarea(attrs={"rows": 1}),
        error_messages={"required": _("Kirjoita, mitä tapahtui. Esimerkiksi: Soitettiin, aloittaa maanantaina.")},
    )
    channel = forms.ChoiceField(
        label=_("Tapa"), choices=[(one, CHANNELS[one]) for one in USUAL], widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )
    with_other = forms.BooleanField(label=_("Muun kuin asiakkaan kanssa"), required=False)
    form_key = KeyField()

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.note_contact`: a long text is whole under a subject cut from its beginning."""
        data = self.cleaned_data
        words = data["words"]
        short = len(words) <= SUBJECT and "\n" not in words
        return {
            "on": dates.today(), "channel": data["channel"], "with_client": not data["with_other"],
            "subject": words if short else _beginning(words), "text": "" if short else words, "key": data["form_key"],
        }


def _beginning(words: str) -> str:
    """Whole words of the beginning; of one endless word its beginning."""
    cut = shorten(words, SUBJECT, placeholder=" …")
    return cut if len(cut) > 1 else words[:SUBJECT]


class ProposalForm(forms.Form):
    """Who is asked to be responsible, and what power they have over the client's services (L-41)."""

    membership = forms.ModelChoiceField(label=_("Ketä ehdotat"), queryset=Membership.objects.none())
    decision_power = forms.ChoiceField(
        label=_("Mitä hän voi päättää asiakkaan asioista"),
        choices=list(POWERS.items()),
        widget=forms.RadioSelect,
        help_text=_("Jos hän päättää palveluista tai toimeentulosta, asiakkaalle kerrotaan se ja asiakas vastaa itse."),
    )
    reason = text(_("Miksi juuri hän"), rows=3, required=False)
    answer_due_on = DateField(label=_("Vastaus viimeistään"))
    stays_beside_until = DateField(label=_("Entinen vastaava jatkaa rinnalla asti"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments, region, handover: bool = False, **named) -> None:
        super().__init__(*arguments, **named)
        rows = Membership.objects.in_force().filter(
            unit__organisation__region=region,
            role__in=["responsible_worker", "coordinator", "social_worker", "employment_expert"],
        )
        self.fields["membership"].queryset = rows.select_related("user", "unit__organisation").order_by("user__name")
        self.fields["membership"].label_from_instance = lambda one: f"{one.user.name}, {one.unit.name}"
        if not handover:
            del self.fields["stays_beside_until"]


class WorkerAnswerForm(forms.Form):
    """The asked worker's yes or no."""

    answer = forms.ChoiceField(
        label=_("Vastauksesi"),
        widget=forms.RadioSelect,
        choices=[(Answer.YES, _("Ryhdyn asiakasvastaavaksi")), (Answer.NO, _("En voi nyt"))],
    )
    reason = text(_("Jos et voi, kerro miksi"), rows=3, required=False)


class ClientAnswerForm(forms.Form):
    """What the client said of the proposal."""

    answer = forms.ChoiceField(
        label=_("Asiakkaan vastaus"),
        widget=forms.RadioSelect,
        choices=[(Answer.YES, _("Sopii")), (Answer.NO, _("Ei sovi"))],
    )
    words = text(_("Asiakkaan sanat"), rows=3, required=False)


class MeetingDayForm(forms.Form):
    """When the old one, the new one and the client met (L-44)."""

    on = DateField(label=_("Yhteinen tapaaminen"), initial=dates.today)


class TeamForm(forms.Form):
    """Who joins the team, for what, and on which ground."""

    membership = forms.ModelChoiceField(label=_("Kuka"), queryset=Membership.objects.none())
    task = text(_("Mitä hän tekee asiassa"), longest=120)
    depth = forms.ChoiceField(
        label=_("Mitä hän näkee"),
        widget=forms.RadioSelect,
        initial="3",
        choices=[("3", _("Tekee työtä asiassa")), ("2", _("Näkee perustiedot"))],
    )
    groups = forms.MultipleChoiceField(
        label=_("Tiedot"), choices=list(GROUPS.items()), widget=forms.CheckboxSelectMultiple, initial=["basics"]
    )
    starts_on = DateField(
        label=_("Mistä päivästä"), initial=dates.today, help_text=_("Hän näkee asian vasta tästä päivästä.")
    )

    def __init__(self, *arguments, region, **named) -> None:
        super().__init__(*arguments, **named)
        rows = Membership.objects.in_force().filter(unit__organisation__region=region)
        rows = rows.filter(role__in=[one.key for one in ROLES.values() if P.CASE_VIEW in one.permissions])
        self.fields["membership"].queryset = rows.select_related("user", "unit__organisation").order_by("user__name")
        self.fields["membership"].label_from_instance = lambda one: f"{one.user.name}, {one.role_name}, {one.unit.name}"


class RoleForm(forms.Form):
    """Who of the team has a role from now on, and why somebody else than before (V-108)."""

    role = forms.ChoiceField(label=_("Tehtävä"), widget=forms.RadioSelect)
    member = forms.ModelChoiceField(label=_("Kuka"), queryset=TeamMember.objects.none())
    reason = text(
        _("Miksi henkilö vaihtuu"), rows=2, required=False,
        hint=_("Tarvitaan vain, jos tehtävää hoitaa jo joku muu."),
    )  # fmt: skip
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["role"].choices = choices(code_list("assignment_roles"))
        members = case.team.filter(left_at__isnull=True).select_related("user", "unit", "case").order_by("user__name")
        self.fields["member"].queryset = members
        self.fields["member"].label_from_instance = lambda one: f"{one.user.name}, {one.task}"


class HandoverForm(forms.Form):
    """How one body goes on after the case has closed (L-75)."""

    agreement = forms.ChoiceField(label=_("Saako tälle taholle kertoa"), widget=forms.RadioSelect)
    what = text(
        _("Mitä taho jatkaa"), rows=3, required=False, hint=_("Esimerkiksi: Seuraa selän kuntoutusta kevääseen.")
    )
    contact_person = text(_("Kuka siellä vastaa"), longest=120, required=False)
    contact = text(_("Miten hänet tavoittaa"), longest=120, required=False, hint=_("Puhelin tai sähköposti"))
    version = VersionField()

    def __init__(self, *arguments: Any, by_law: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["version"].required = False
        by_statute = [(Agreement.STATUTE, _("Laki antaa oikeuden, ja asiakkaalle on kerrottu"))] if by_law else []
        self.fields["agreement"].choices = [
            *by_statute, (Agreement.CONSENT, _("Asiakas suostuu")), (Agreement.REFUSED, _("Asiakas ei halua")),
        ]  # fmt: skip


class ClosingForm(forms.Form):
    """How the case ends: what was solved and what stays open."""

    solution_kind = forms.ChoiceField(label=_("Ratkaisu"))
    solved = text(_("Mikä ratkesi"), rows=4)
    stays_open = text(_("Mikä jää auki"), rows=3, hint=_("Jos mitään ei jää auki, kirjoita: Ei mitään."))
    client_words = text(_("Mitä asiakas itse sanoo"), rows=3, required=False)
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *arguments, **named) -> None:
        super().__init__(*arguments, **named)
        self.fields["solution_kind"].choices = choices(code_list("solutions"), empty=str(_("Valitse")))

    def facts(self) -> dict[str, Any]:
        """The arguments of `closing.close_case`."""
        names = ("solution_kind", "solved", "stays_open", "client_words", "version")
        return {**{name: self.cleaned_data[name] for name in names}, "key": self.cleaned_data["form_key"]}


class ReturnForm(forms.Form):
    """The client comes back: what is it about now."""

    wish = text(_("Asiakkaan toive nyt"), rows=3, required=False)
    form_key = KeyField()


class PersonForm(forms.Form):
    """Name, contacts and language."""

    given_names = text(_("Etunimet"), longest=100)
    family_name = text(_("Sukunimi"), longest=100)
    phone = text(_("Puhelin"), longest=40, required=False)
    email = forms.EmailField(label=_("Sähköposti"), required=False)
    language = forms.ChoiceField(label=_("Asiointikieli"))
    interpreter = text(_("Tulkkauksen kieli"), longest=40, required=False)
    special_needs = forms.MultipleChoiceField(
        label=_("Mitä palvelussa on otettava huomioon"), required=False, widget=forms.CheckboxSelectMultiple
    )
    jobseeker_status = forms.ChoiceField(
        label=_("Työnhakijana"),
        required=False,
        choices=[("registered", _("Kyllä")), ("not_registered", _("Ei")), ("unknown", _("Ei tiedossa"))],
    )
    version = VersionField()

    def __init__(self, *arguments, protected: bool = False, **named) -> None:
        super().__init__(*arguments, **named)
        if protected:  # shown and changed on their own page, each look in the log
            del self.fields["phone"], self.fields["email"]
        self.fields["language"].choices = choices(code_list("languages"))
        asked = [one for one in code_list("special_needs") if one.key not in ("other_language", "interpreter")]
        self.fields["special_needs"].choices = choices(asked)
