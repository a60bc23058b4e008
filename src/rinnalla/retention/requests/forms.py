"""Asking about one's own data, and answering it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.forms import KeyField, VersionField, choices
from rinnalla.lib.forms import text as area
from rinnalla.retention.requests.actions import Answered, Asked, refusals
from rinnalla.retention.requests.models import OUTCOMES, Kind, RightsRequest
from rinnalla.retention.requests.places import Row
from rinnalla.servicemodels.codes import code_list

LONGEST = 4000


def _call() -> forms.BooleanField:
    return forms.BooleanField(label=_("Soittakaa minulle"), required=False)


class AskForm(forms.Form):
    """A question, an explanation, an objection or a wish to have something taken away: in own words."""

    form_key = KeyField()
    text = area(_("Omin sanoin"), rows=4, longest=LONGEST)
    wants_call = _call()

    def asked(self, line_ids: tuple[int, ...] = (), row_uuid: UUID | None = None) -> Asked:
        return Asked(text=self.cleaned_data["text"], wants_call=self.cleaned_data["wants_call"], line_ids=line_ids)


class LogRequestForm(forms.Form):
    """The whole log, formally; the older part only for a special reason."""

    form_key = KeyField()
    text = area(
        _("Mitä haluat tietää?"), rows=3, required=False, longest=LONGEST, hint=_("Voit jättää tämän tyhjäksi.")
    )
    older_why = area(
        _("Miksi tarvitset vanhempia tietoja?"), rows=3, required=False, longest=LONGEST,
        hint=_("Täytä vain, jos tarvitset tietoja, joita lokissa ei enää näy. Laki vaatii siihen erityisen syyn."),
    )
    wants_call = _call()

    def asked(self, line_ids: tuple[int, ...] = (), row_uuid: UUID | None = None) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in ("text", "older_why", "wants_call")})


class CorrectionForm(forms.Form):
    """What is wrong, where it stands, what it should be."""

    form_key = KeyField()
    place = forms.ChoiceField(label=_("Missä virhe on?"), widget=forms.RadioSelect)
    text = area(_("Mikä on väärin?"), rows=3, longest=LONGEST)
    should_be = area(_("Miten asia on oikein?"), rows=3, longest=LONGEST)
    wants_call = _call()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = choices(code_list("rights_places"))

    def asked(self, line_ids: tuple[int, ...] = (), row_uuid: UUID | None = None) -> Asked:
        given = {name: self.cleaned_data[name] for name in ("place", "text", "should_be", "wants_call")}
        return Asked(**given, row_uuid=row_uuid)


FORMS: dict[str, type[AskForm | LogRequestForm | CorrectionForm]] = {
    Kind.LOG_QUESTION: AskForm, Kind.LOG_REQUEST: LogRequestForm, Kind.EXPLANATION: AskForm,
    Kind.CORRECTION: CorrectionForm, Kind.OBJECTION: AskForm, Kind.ERASURE: AskForm,
}


class AnswerForm(forms.Form):
    """What came of it, and the words the client reads. A refusal needs its ground."""

    version = VersionField()
    outcome = forms.ChoiceField(label=_("Mitä pyynnöstä seurasi"), widget=forms.RadioSelect)
    refusal = forms.ChoiceField(label=_("Jos pyyntöön ei suostuta: millä perusteella"), required=False)
    words = area(
        _("Vastaus asiakkaalle"), rows=6, longest=LONGEST,
        hint=_("Kirjoita lyhyesti ja selvästi. Jos kiellät, lisäämme itse perusteen ja valitusohjeen."),
    )

    def __init__(self, *args: Any, asked: RightsRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = asked.version
        self.fields["outcome"].choices = [(one.value, one.label) for one in OUTCOMES[asked.kind]]
        grounds = refusals(asked.kind)
        if grounds:
            self.fields["refusal"].choices = [("", _("Valitse, jos pyyntöön ei suostuta")), *grounds.items()]
        else:
            del self.fields["refusal"]

    def answered(self) -> Answered:
        data = self.cleaned_data
        return Answered(outcome=data["outcome"], words=data["words"], refusal=data.get("refusal", ""))


class CorrectionAnswerForm(AnswerForm):
    """Also beside which row the client's words stay, and which row holds the mended fact."""

    row = forms.ChoiceField(label=_("Mitä kirjausta tämä koskee"), required=False)
    fixed_in = forms.ChoiceField(label=_("Jos korjasit: missä korjattu tieto on"), required=False)
    field_order = ["version", "row", "outcome", "fixed_in", "refusal", "words"]

    def __init__(self, *args: Any, rows: Sequence[Row], mended: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mended = frozenset(one.uuid for one in mended)
        self._offer("row", rows, _("En kiinnitä tiettyyn kirjaukseen"))
        self._offer("fixed_in", mended, _("Valitse korjattu kirjaus"))

    def _offer(self, name: str, rows: Sequence[Row], empty: Any) -> None:
        if rows:
            self.fields[name].choices = [("", empty), *((str(one.uuid), one.name) for one in rows)]
        else:
            del self.fields[name]

    def answered(self) -> Answered:
        data, plain = self.cleaned_data, super().answered()
        row, fixed = data.get("row"), data.get("fixed_in")
        return Answered(
            outcome=plain.outcome, words=plain.words, refusal=plain.refusal, row_uuid=UUID(row) if row else None,
            fixed_in=UUID(fixed) if fixed else None, mended=self.mended,
        )


class ExtensionForm(forms.Form):
    """Further time, with the reason the client is told."""

    version = VersionField()
    reason = area(_("Miksi tarvitset lisää aikaa?"), rows=3, longest=LONGEST, hint=_("Asiakas lukee tämän."))

    def __init__(self, *args: Any, asked: RightsRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = asked.version
