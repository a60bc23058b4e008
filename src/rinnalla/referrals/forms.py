"""What people fill in on the way in. Choices come from the service model and the registers when a form is drawn."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.catalogue.showing import sheet_in_words
from rinnalla.lib import dates
from rinnalla.lib import hetu as hetus
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.organisations.models import Municipality, Organisation, Region, Unit
from rinnalla.people.models import Person
from rinnalla.referrals import lists, routing
from rinnalla.referrals.identity import Identity
from rinnalla.referrals.models import Kind
from rinnalla.referrals.sheets import services, sheets_of
from rinnalla.servicemodels import codes

SELF_PERCEIVED = "self_perceived"
NOT_YET = "not_yet"


class HetuField(forms.CharField):
    """An identity code as people write it; gives the code in full, or ""."""

    def clean(self, value: str) -> str:
        written = super().clean(value)
        if not written:
            return ""
        try:
            return hetus.parse(written).text
        except hetus.HetuError as error:
            raise forms.ValidationError(str(error), code=error.code) from error


class UnitField(forms.ModelChoiceField):
    """A unit, shown with its organisation."""

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.name}, {unit.organisation.name}"


def units_of(actor: Actor, *, without_own: bool = False):
    """The units of the actor's region that take referrals in."""
    units = routing.receiving_units(Region.objects.get(pk=actor.region_id))
    return units.exclude(pk=actor.unit_id) if without_own else units


def consent_is_needed(actor: Actor) -> bool:
    """Whether the actor's organisation has no statute to refer on."""
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=actor.organisation_id)
    return lists.ground_of_sender(lists.sender_kind_of(kind), dates.today()) == lists.CONSENT


class Checklist(forms.Form):
    """The identification checklist: one group of ticks for each line (L-35…L-39)."""

    def add_checklist(self) -> None:
        for item in lists.checklist():
            ticks = [(item.key, _("Kyllä, tässä on jotain"))] if len(item.ticks) > 1 else []
            ticks += [(f"{item.key}.{tick.key}", tick.name) for tick in item.ticks]
            self.fields[f"item_{item.key}"] = forms.MultipleChoiceField(
                label=item.name, choices=ticks, required=False, widget=forms.CheckboxSelectMultiple
            )

    @property
    def checklist_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("item_")]

    @property
    def items(self) -> list[str]:
        return [item for name, chosen in self.cleaned_data.items() if name.startswith("item_") for item in chosen]


class IdentifyForm(Checklist):
    key = KeyField()
    criteria = forms.MultipleChoiceField(
        label=_("Mitä asiakas itse kertoo?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Oma kokemus riittää. Diagnoosia ei tarvita."),
    )
    place = forms.ChoiceField(label=_("Missä huomasit tuen tarpeen?"), required=False)
    first_sign_on = DateField(
        label=_("Milloin merkit näkyivät ensimmäisen kerran?"), required=False,
        help_text=_("Arvio riittää, vaikka vain kuukausi: 1.3.2026."),
    )
    unemployed_since = DateField(label=_("Mistä lähtien hän on ollut työttömänä?"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        questions = [(c.key, c.question) for c in lists.criteria()]
        self.fields["criteria"].choices = questions
        self.fields["place"].choices = choices(codes.code_list("identification_places"), empty=_("Ei valittu"))
        self.add_checklist()


class _Sending(forms.Form):
    """What every referral has: its key, when the form was opened (E-13), whether the sender walks along (L-88), and
    consent where no statute stands."""

    key = KeyField()
    opened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warm"] = forms.BooleanField(
            label=_("Olen mukana ensimmäisessä puhelussa tai tapaamisessa."), required=False,
            help_text=_("Tuttu ihminen mukana auttaa alkuun. Vastaanottaja sopii ajan sinun ja asiakkaan kanssa."),
        )
        self.fields["opened_at"].initial = lambda: dates.now().isoformat()
        self.fields["service"] = forms.ChoiceField(
            label=_("Mitä palvelua pyydät?"), required=False,
            choices=[("", _("Vastaanottaja arvioi")), *services(actor.region_id)],
        )
        if consent_is_needed(actor):
            self.fields["consent"] = forms.BooleanField(
                label=_("Asiakas tietää lähetteestä ja on sanonut siihen kyllä."),
                error_messages={"required": _("Kysy asiakkaalta ja rastita, kun hän on sanonut kyllä.")},
            )

    def ask_of_sheets(self) -> None:
        """When the chosen unit says what to expect of its services: which of them were gone through (L-89)."""
        unit = self.fields["unit"]
        chosen = self.data.get("unit") if self.is_bound else self.get_initial_for_field(unit, "unit")
        self.sheets = [(card, sheet_in_words(card.expectations)) for card in sheets_of(chosen)]
        if self.sheets:
            self.fields["told"] = forms.MultipleChoiceField(
                label=_("Mitkä palvelut kävitte yhdessä läpi?"), widget=forms.CheckboxSelectMultiple,
                choices=[(str(card.uuid), card.name) for card, _words in self.sheets] + [(NOT_YET, _("Emme vielä"))],
                help_text=_("Lue asiakkaan kanssa, mitä tapahtuu ja mitä ei. Sitten palvelu ei tule yllätyksenä."),
                error_messages={"required": _("Rastita, mitkä palvelut kävitte läpi, tai ”Emme vielä”.")},
            )

    @property
    def gone_through(self) -> list[str] | None:
        """The cards whose sheet was gone through; None when nothing was asked."""
        return [one for one in self.cleaned_data["told"] if one != NOT_YET] if "told" in self.fields else None

    @property
    def effort(self) -> dict:
        """What every referral tells of itself: its kind, and how many fields the sender had to fill (E-52)."""
        filled = [one for one in self.changed_data if not self.fields[one].widget.is_hidden]
        return {
            "kind": Kind.WARM if self.cleaned_data.get("warm") else Kind.COLD, "fields_filled": len(filled),
            "opened_at": self.cleaned_data["opened_at"], "told": self.gone_through,
            "service": self.cleaned_data["service"],
        }


class ReferForm(_Sending, Checklist):
    """A new referral on one page: who, where to, what the person wishes, what was noticed."""

    given_names = text(_("Etunimi"), longest=100)
    family_name = text(_("Sukunimi"), longest=100)
    phone = text(_("Puhelin"), longest=40)
    hetu = HetuField(
        label=_("Henkilötunnus"), required=False, max_length=20,
        help_text=_("Jos tiedät sen. Näin sama ihminen ei joudu kertomaan asiaansa kahdesti."),
    )
    language = forms.ChoiceField(label=_("Kieli"), initial="fi")
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kotikunta"), required=False, empty_label=_("En tiedä")
    )
    unit = UnitField(
        Unit.objects.none(), label=_("Mihin lähetät?"), required=False, empty_label=_("Kotikunnan yksikköön"),
        help_text=_("Jos et tiedä, valitsemme paikan kotikunnan mukaan."),
    )
    wish = text(_("Mitä asiakas itse toivoo?"), rows=3, required=False, longest=2000, hint=_("Hänen omin sanoin."))
    extra = text(_("Muuta, mitä vastaanottajan on hyvä tietää"), rows=3, required=False, longest=2000)

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["language"].choices = choices(codes.code_list("languages"))
        homes = Municipality.objects.filter(region_id=actor.region_id).order_by("names__fi")
        self.fields["municipality"].queryset = homes
        self.fields["unit"].queryset = units_of(actor)
        self.ask_of_sheets()
        self.add_checklist()

    @property
    def values(self) -> dict:
        """The arguments of `actions.send_referral`."""
        data = self.cleaned_data
        who = Identity(**{name: data[name] for name in ("given_names", "family_name", "phone", "hetu")})
        same = ("key", "language", "municipality", "unit", "wish", "extra")
        return {
            **{name: data[name] for name in same}, **self.effort, "who": who, "items": self.items,
            "consent": data.get("consent", False),
        }


class ReferKnownForm(_Sending):
    """A referral of a client one works with: at most five fields to fill (E-13)."""

    unit = UnitField(Unit.objects.none(), label=_("Mihin lähetät?"), empty_label=_("Valitse yksikkö"))
    wish = text(_("Mitä asiakas itse toivoo?"), rows=3, required=False, longest=2000, hint=_("Hänen omin sanoin."))
    extra = text(_("Miksi lähetät juuri nyt?"), rows=3, longest=2000)

    def __init__(self, *args, actor: Actor, case: Case, **kwargs) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.case = case
        self.fields["unit"].queryset = units_of(actor, without_own=True)
        self.fields["wish"].initial = case.wish
        self.ask_of_sheets()

    @property
    def values(self) -> dict:
        person, data = self.case.person, self.cleaned_data
        who = Identity(person.given_names, person.family_name, person.open_phone, person.open_email)
        same = ("key", "unit", "wish", "extra")
        return {
            **{name: data[name] for name in same}, **self.effort, "who": who, "case": self.case,
            "language": person.language, "municipality": person.municipality, "consent": data.get("consent", False),
        }


class HealthCheckForm(ReferForm):
    """A referral straight from a health check, with what the nurse saw there as its ground (L-06)."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        add_criteria(self)

    @property
    def values(self) -> dict:
        return {**super().values, "criteria": self.cleaned_data["criteria"]}


class HealthCheckKnownForm(ReferKnownForm):
    """The same of a client one works with: everything is filled in, and one press sends it."""

    def __init__(self, *args, actor: Actor, case: Case, **kwargs) -> None:
        super().__init__(*args, actor=actor, case=case, **kwargs)
        home = self.fields["unit"].queryset.filter(municipalities=case.person.municipality_id).first()
        self.fields["unit"].initial = home.pk if home and case.person.municipality_id else None
        self.fields["extra"].initial = _("Tuen tarve tuli esiin työikäisten terveystarkastuksessa.")
        self.ask_of_sheets()
        if self.sheets:
            self.fields["told"].required = False  # one press sends it; what was not ticked was not gone through
        add_criteria(self)
        self.fields["criteria"].widget = forms.MultipleHiddenInput()

    @property
    def values(self) -> dict:
        return {**super().values, "criteria": self.cleaned_data["criteria"]}


def add_criteria(form: forms.Form) -> None:
    """What the client tells, the client's own experience ticked ready: in a health check it was asked."""
    form.fields["criteria"] = forms.MultipleChoiceField(
        label=_("Mitä asiakas itse kertoo?"), required=False, widget=forms.CheckboxSelectMultiple,
        initial=[SELF_PERCEIVED], choices=[(one.key, one.question) for one in lists.criteria()],
    )


class RateForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("Kuinka helppoa lähettäminen oli?"), coerce=int, widget=forms.RadioSelect,
        choices=[(1, _("1 hankalaa")), (2, "2"), (3, "3"), (4, "4"), (5, _("5 helppoa"))],
    )
    words = text(_("Mikä teki siitä helppoa tai hankalaa?"), required=False, longest=500)


# Triage ---------------------------------------------------------------------------------------------------------------


class VersionForm(forms.Form):
    version = VersionField()


class WordsForm(VersionForm):
    words = text(_("Viesti"), rows=4, longest=2000)


class AmendForm(VersionForm):
    """What the sender may mend before the referral is taken."""

    wish = text(_("Mitä asiakas itse toivoo?"), rows=3, required=False, longest=2000, hint=_("Hänen omin sanoin."))
    extra = text(_("Muuta, mitä vastaanottajan on hyvä tietää"), rows=4, required=False, longest=2000)


class WithdrawForm(VersionForm):
    words = text(_("Miksi perut lähetteen?"), rows=3, longest=500, hint=_("Vastaanottaja näkee tämän."))


class TellForm(VersionForm):
    """What came of it, as one of the sentences a sender may be told."""

    result = forms.ChoiceField(label=_("Mitä kerrot lähettäjälle?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = choices(codes.code_list("referral_results"))


class UnitForm(VersionForm):
    """Choosing the unit of a contact that named none."""

    unit = UnitField(Unit.objects.none(), label=_("Yksikkö"), empty_label=_("Valitse yksikkö"))

    def __init__(self, *args, actor: Actor, without_own: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(actor, without_own=without_own)


class PassOnForm(UnitForm):
    words = text(
        _("Miksi siirrät lähetteen?"), rows=3, longest=2000, hint=_("Vastaanottaja ja lähettäjä näkevät tämän.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, without_own=True, **kwargs)


class DeclineForm(VersionForm):
    """Why not, and who answers for the client next (V-06)."""

    reason = forms.ChoiceField(label=_("Syy"))
    words = text(
        _("Kerro lähettäjälle"), rows=3, longest=2000, hint=_("Miksi, ja mitä asiakkaalle tapahtuu seuraavaksi.")
    )
    next_unit = UnitField(
        Unit.objects.none(), label=_("Seuraava yksikkö"), required=False, empty_label=_("Ei yksikköä"),
        help_text=_("Yksikkö saa lähetteen heti ja voi ottaa sen vastaan."),
    )
    next_user = forms.ModelChoiceField(
        User.objects.none(), label=_("Tai työntekijä omasta yksiköstäsi"), required=False,
        empty_label=_("Ei työntekijää"),
    )
    next_service = text(_("Tai palvelu muualla"), required=False, longest=200)
    next_phone = text(_("Palvelun puhelin"), required=False, longest=40)

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices(
            codes.code_list("decline_reasons", region=codes.of_region(actor.region_id)), empty=_("Valitse syy")
        )
        self.fields["next_unit"].queryset = units_of(actor, without_own=True)
        self.fields["next_user"].queryset = User.objects.filter(routing.colleagues(actor.unit_id)).order_by("name")


class AcceptForm(VersionForm):
    """Taking in: whether it is somebody known, the name as it is written, and by when a responsible worker is named."""

    given_names = text(_("Etunimi"), longest=100)
    family_name = text(_("Sukunimi"), longest=100)
    naming_due_on = DateField(
        label=_("Asiakasvastaava sovitaan viimeistään"), help_text=_("Siihen asti järjestät asiaa sinä.")
    )

    def __init__(self, *args, likely: Iterable[Person] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = {str(person.uuid): person for person in likely}
        self.people = people
        if people:
            born = _("Sama ihminen: %(name)s, s. %(day)s")
            self.fields["person"] = forms.ChoiceField(
                label=_("Onko hän jo tuttu?"), widget=forms.RadioSelect,
                choices=[
                    *(
                        (key, born % {"name": one.name, "day": dates.d(one.birth_date) or "–"})
                        for key, one in people.items()
                    ),
                    ("new", _("Eri ihminen, uusi asiakas")),
                ],
            )

    @property
    def person(self) -> Person | None:
        return self.people.get(self.cleaned_data.get("person", "new"))
