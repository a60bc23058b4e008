"""An agreement of three parties as a paper to sign: what the employer may know and nothing else.

texts: to the client
"""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.employment.support.models import CLIENT, EMPLOYER, PARTIES, AgreementAnswer, WorkAgreement
from rinnalla.lib import dates
from rinnalla.lib.documents import pdf
from rinnalla.people.models import Person
from rinnalla.servicemodels.codes import code

TEMPLATE = Path(__file__).parent / "agreement.typ"


def party_name(party: str) -> str:
    """A party in the reader's language."""
    if party == CLIENT:
        return _("Asiakas")
    return _("Työnantaja") if party == EMPLOYER else _("Valmentajan yksikkö")


def agreement_paper(agreement: WorkAgreement, person: Person) -> bytes:
    """The newest version as tagged PDF, in the client's language."""
    with translation.override(person.reads):
        return pdf(TEMPLATE, paper_data(agreement, person))


def paper_data(agreement: WorkAgreement, person: Person) -> dict[str, Any]:
    """What the paper says: the text and who has answered. Neither the ground of a subsidy nor what is hard for the
    client in the work is in it."""
    latest, kind = agreement.latest, code("agreement_kinds", agreement.kind)
    title = kind.name if kind else ""
    days = dates.d(latest.starts_on) + "–" + dates.d(latest.ends_on)
    unit = agreement.episode.unit
    return {
        "lang": (translation.get_language() or "fi")[:2],
        "title": title,
        "footer": ", ".join((title, person.name, _("versio %(number)s") % {"number": latest.number})),
        "facts": [
            [_("Asiakas"), person.name], [_("Työnantaja"), agreement.employer.name],
            [_("Valmentajan yksikkö"), f"{unit.organisation.name}, {unit.name}"], [_("Ajalla"), days],
            [_("Versio"), f"{latest.number}, {dates.d(latest.made_at)}"],
        ],
        "parts": [
            [part.names.in_language, latest.parts.get(part.key, "")]
            for part in (kind.definition.parts if kind else ()) if latest.parts.get(part.key)
        ],
        "lead": _("Sopimus on voimassa, kun kaikki kolme ovat hyväksyneet sen."),
        "sign": _("Hyväksynnät"),
        "signed": [[party_name(one), _line(latest.given.get(one))] for one in PARTIES],
        "source": kind.definition.source or "" if kind else "",
    }


def _line(answer: AgreementAnswer | None) -> str:
    """Who answered and when; a line to sign on when nobody has."""
    if answer is None:
        return _("Päiväys ja allekirjoitus:")
    said = _("Hyväksyi %(day)s, %(name)s") if answer.answer == "approved" else _("Ei hyväksynyt %(day)s, %(name)s")
    return said % {"day": dates.d(answer.on), "name": answer.name}
