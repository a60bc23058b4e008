"""Which instrument was used in a talk, or did not suit, and why."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from rinnalla.assessments.instruments import NOT_SUITABLE, USED
from rinnalla.lib.forms import KeyField, choices, text
from rinnalla.servicemodels.codes import code_list
from rinnalla.servicemodels.definitions import Instrument


class InstrumentForm(forms.Form):
    """One instrument and what came of it. The core set stands first, the rest asks why."""

    instrument = forms.ChoiceField(label=_("Mittari"))
    outcome = forms.ChoiceField(label=_("Miten kävi?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Miksi"), required=False,
        help_text=_("Tarvitaan, jos mittari ei sopinut tai se ei ole alueen yhteinen. Syitä lasketaan, ei ihmisiä."),
    )
    note = text(_("Lisätieto"), rows=2, required=False, longest=1000)
    form_key = KeyField()

    def __init__(
        self, *args: Any, every: Sequence[Instrument], core: Collection[str], health: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not health:
            del self.fields["note"]
        named = [(one.key, one.names.in_language) for one in every]
        first = [pair for pair in named if pair[0] in core]
        rest = [pair for pair in named if pair[0] not in core]
        groups = [(now("Alueen yhteiset"), first), (now("Muut"), rest)]
        self.fields["instrument"].choices = [("", now("Valitse")), *((name, of) for name, of in groups if of)]
        self.fields["outcome"].choices = [(USED, now("Käytettiin")), (NOT_SUITABLE, now("Ei sopinut"))]
        self.fields["reason"].choices = [
            ("", now("Ei tarvita")), (now("Ei sopinut, koska"), choices(code_list("not_suitable_reasons"))),
            (now("Muu kuin yhteinen mittari, koska"), choices(code_list("off_set_reasons"))),
        ]

    def arguments(self) -> dict[str, Any]:
        """What `note_use` takes."""
        data = dict(self.cleaned_data)
        return {"key": data.pop("form_key"), **data}
