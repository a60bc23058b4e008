"""The forms of services on a client's path."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.servicemodels.codes import code_list, of_case


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
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = choices(code_list("service_outcomes"))


class GuidanceForm(forms.Form):
    """To which service the client is guided, and what the receiver should know."""

    card = forms.ChoiceField(label=_("Palvelu"))
    words = text(
        _("Mitä asiakas tarvitsee"), rows=4, hint=_("Vastaanottaja näkee tämän heti. Kirjoita vain tarpeellinen.")
    )
    form_key = KeyField()

    def __init__(self, *args: Any, cards: list[ServiceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = {str(card.uuid): card for card in cards}
        self.fields["card"].choices = [
            ("", _("Valitse palvelu")), *((key, f"{card.name} – {card.unit.name}") for key, card in self.cards.items())
        ]


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
