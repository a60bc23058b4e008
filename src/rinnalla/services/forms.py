"""The forms of services on a client's path."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.people.models import Person
from rinnalla.servicemodels.codes import code_list, of_case
from rinnalla.services.fitness import warnings
from rinnalla.services.models import Continuation, Expectation


class ChosenCardForm(forms.Form):
    """A card chosen from the list, and what is done with it."""

    card = forms.UUIDField()
    act = forms.ChoiceField(choices=[("plan", ""), ("wait", ""), ("start", "")])
    form_key = KeyField()


class OtherServiceForm(forms.Form):
    """A service that is not in the directory."""

    own_name = text(_("Palvelun nimi"), longest=120)
    organiser_name = text(_("Kuka järjestää"), longest=120)
    field_group = forms.ChoiceField(
        label=_("Kuka saa nähdä"),
        help_text=_("Terveyteen liittyvä palvelu näkyy vain niille, joilla on siihen peruste."),
    )
    planned_on = DateField(label=_("Suunniteltu alkavaksi"), required=False)
    form_key = KeyField()

    def __init__(self, *args: Any, groups: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field_group"].choices = choices(one for one in code_list("field_groups") if one.key in groups)


class StartForm(forms.Form):
    """From which day."""

    on = DateField(label=_("Mistä päivästä"), initial=dates.today)
    version = VersionField()


class InterruptionForm(forms.Form):
    """Why a service breaks off."""

    reason = forms.ChoiceField(label=_("Miksi palvelu keskeytyi"), widget=forms.RadioSelect)
    from_on = DateField(label=_("Mistä päivästä"), initial=dates.today)
    words = text(_("Mitä tapahtui"), rows=3, required=False)
    support_offered = text(
        _("Mitä tukea tarjottiin"), rows=2, required=False, hint=_("Tuen ei pidä loppua kesken. Kirjaa, mitä ehdotit.")
    )
    version = VersionField()
    form_key = KeyField()

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices(code_list("interruption_reasons", region=of_case(case)))


class EndingForm(forms.Form):
    """What a service led to."""

    outcome = forms.ChoiceField(label=_("Mihin palvelu johti"), widget=forms.RadioSelect)
    on = DateField(label=_("Minä päivänä palvelu päättyi"), initial=dates.today)
    words = text(_("Kerro omin sanoin"), rows=3, required=False)
    no_talk_reason = text(
        _("Miksi kolmikantakeskustelua ei pidetty"), required=False, longest=300,
        hint=_("Tämä palvelu päättyy keskusteluun, jossa ovat asiakas, palveluntuottaja ja palveluun ohjannut."),
    )
    version = VersionField()

    def __init__(self, *args: Any, asks_talk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_talk:
            del self.fields["no_talk_reason"]
        self.fields["outcome"].choices = choices(code_list("service_outcomes"))


class GuidanceForm(forms.Form):
    """To which service the client is guided, what the receiver should know, does the client know what to expect."""

    card = forms.ChoiceField(label=_("Palvelu"))
    words = text(
        _("Mitä asiakas tarvitsee"), rows=4, hint=_("Vastaanottaja näkee tämän heti. Kirjoita vain tarpeellinen.")
    )
    told = forms.ChoiceField(
        label=_("Kävittekö yhdessä läpi, mitä palvelulta voi odottaa?"), widget=forms.RadioSelect,
        choices=[("yes", _("Kävimme läpi tänään")), ("no", _("Emme vielä"))],
    )
    form_key = KeyField()

    def __init__(self, *args: Any, cards: list[ServiceCard], person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = {str(card.uuid): card for card in cards}
        self.fields["card"].choices = [("", _("Valitse palvelu")), *(
            (key, f"{card.name} – {card.unit.name}" + "".join(f" ({one})" for one in warnings(card, person)))
            for key, card in self.cards.items()
        )]


class GuidanceAnswerForm(forms.Form):
    """The receiver's answer; who gave it is asked of those who are not of the receiving unit."""

    answer = forms.ChoiceField(
        label=_("Vastaus"), widget=forms.RadioSelect,
        choices=[("yes", _("Otetaan vastaan")), ("no", _("Ei voida ottaa"))],
    )
    receiver_name = text(_("Kuka vastaanottajan puolella vastasi"), required=False, longest=120)
    words = text(_("Lisätieto tai syy"), rows=3, required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["receiver_name"]


class SheetForm(forms.Form):
    """What to expect was gone through with the client (L-89)."""

    on = DateField(label=_("Minä päivänä kävitte tämän läpi"), initial=dates.today)
    words = text(_("Mitä asiakas sanoi tai toivoi"), rows=2, required=False)


class ExpectationForm(forms.Form):
    """Was the service as the client expected?"""

    answer = forms.ChoiceField(
        label=_("Oliko palvelu niin kuin asiakas odotti?"), widget=forms.RadioSelect,
        choices=[
            (Expectation.Answer.AS_EXPECTED, _("Niin kuin odotti")), (Expectation.Answer.BETTER, _("Parempi")),
            (Expectation.Answer.WORSE, _("Huonompi")), (Expectation.Answer.DIFFERENT, _("Erilainen")),
        ],
    )
    fits = forms.ChoiceField(
        label=_("Sopiiko palvelu asiakkaalle?"), widget=forms.RadioSelect, required=False,
        choices=[(Expectation.Fits.YES, _("Sopii")), (Expectation.Fits.PARTLY, _("Osittain")),
                 (Expectation.Fits.NO, _("Ei sovi"))],
    )
    words = text(_("Asiakkaan omin sanoin"), rows=3, required=False)


class ContinuationForm(forms.Form):
    """What follows when the service ends (L-67)."""

    way = forms.ChoiceField(
        label=_("Mitä palvelun jälkeen tapahtuu"), widget=forms.RadioSelect,
        choices=[
            (Continuation.Way.OTHER_SERVICE, _("Tilalle tulee toinen palvelu")),
            (Continuation.Way.SAME_ELSEWHERE, _("Sama palvelu jatkuu toisella järjestäjällä")),
            (Continuation.Way.OWN_SUPPORT, _("Asiakasvastaava tukee itse, kunnes palvelu löytyy")),
            (Continuation.Way.ENDS, _("Palvelu ehtii päättyä sovitusti")),
        ],
    )
    words = text(_("Mitä sovitte asiakkaan kanssa"), rows=3)
    form_key = KeyField()


class NeedForm(forms.Form):
    """A need no service answers (I-18)."""

    need = forms.ChoiceField(label=_("Mihin asiakas tarvitsisi apua"), widget=forms.RadioSelect)
    special_needs = forms.MultipleChoiceField(
        label=_("Mikä palveluista puuttuu"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Valitse, jos palvelu kyllä on, mutta se ei sovi asiakkaalle."),
    )
    words = text(
        _("Millainen palvelu auttaisi"), rows=3, required=False, longest=1000,
        hint=_("Vain tämän asian työntekijät näkevät tekstin. Johdolle kerrotaan pelkät lukumäärät."),
    )
    form_key = KeyField()

    def __init__(self, *args: Any, region: Any, groups: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = code_list("life_areas", region=region)
        self.fields["need"].choices = choices(
            one for one in areas if getattr(one.definition, "field_group", "basics") in groups
        )
        self.fields["special_needs"].choices = choices(code_list("special_needs"))
