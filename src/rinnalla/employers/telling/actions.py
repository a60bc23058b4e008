"""Telling an employer of a client: only what the client's own consent for that employer lists (380/2023 § 118)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent
from rinnalla.cases.actions import locked
from rinnalla.cases.disclosures.actions import note_given
from rinnalla.cases.grounds import consent_for
from rinnalla.cases.models import Case
from rinnalla.employers.models import Employer
from rinnalla.employers.telling.models import ToldToEmployer
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.servicemodels import codes

AIM = "work_arrangements"
SPOKEN = "spoken"


@transaction.atomic
def tell_employer(
    *, case: Case, employer: Employer, by: Actor, items: Iterable[str], words: str, on: date | None = None,
    receiver: str = "", channel: str = "", health_kinds: Iterable[str] = (), key: UUID | None = None,
) -> ToldToEmployer:
    """Note what an employer is told, with its line in the disclosure log.

    Raises Refused without the client's written consent for this employer, for an item whose field group the consent
    does not list, and for what the kind of body never gets. The database refuses the same (`employers/sql.py`).
    """
    locked(case.pk)
    if key and (sent := ToldToEmployer.objects.filter(form_key=key, case=case).first()):
        return sent
    day, wanted, kinds = on or dates.today(), sorted(set(items)), sorted(set(health_kinds))
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa, kun olet kertonut."), field="on")
    groups = groups_of(wanted)
    said = without_client(words, "words")
    if not said:
        raise Refused(_("Kirjoita, mitä kerroit."), field="words")
    consent = require_consent(case, employer, day)
    require_listed(employer, consent, groups, kinds)

    def make() -> ToldToEmployer:
        line = note_given(
            case=case, organisation=consent.organisation, sections=wanted, groups=groups, aim=AIM, statute="",
            consent=consent, by=by, health_kinds=kinds, receiver=receiver[:79], channel=channel,
        )
        return ToldToEmployer.objects.create(
            case=case, employer=employer, consent=consent, disclosure=line, on=day, receiver=receiver.strip()[:79],
            items=wanted, field_groups=groups, health_kinds=kinds, words=said, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(ToldToEmployer.objects.all(), key, make, case_id=case.pk, employer_id=employer.pk)
    if new:
        record(
            "employers.told", by=by, stream=("case", case.pk), obj=("told", row.pk), case_id=case.pk,
            person_id=case.person_id, items=wanted, groups=groups,
        )
    return row


def groups_of(items: Iterable[str]) -> list[str]:
    """The field groups of what is told. Raises Refused for nothing, or for what is not on the list."""
    found = [codes.code("employer_items", one) for one in items]
    if not found or any(one is None for one in found):
        raise Refused(_("Valitse, mitä kerrot."), field="items")
    return sorted({one.definition.field_group for one in found if one})


def consent_of(case: Case, employer: Employer, *, lock: bool = False) -> Consent | None:
    """The client's written consent for this employer, in force now; `lock` keeps it from being withdrawn meanwhile."""
    if employer.organisation is None:
        return None
    found = consent_for(case, employer.organisation, lock=lock)
    return found if found and found.mode != SPOKEN else None


def require_consent(case: Case, employer: Employer, day: date) -> Consent:
    """The consent to stand on. Raises Refused, saying what is asked first."""
    consent = consent_of(case, employer, lock=True)
    if consent is None:
        text = _("%(name)s ei saa tietää asiakkaasta mitään ilman hänen kirjallista lupaansa. Kysy lupa ensin.")
        raise Refused(text % {"name": employer.name}, field="employer")
    if day < consent.given_on:
        text = _("Lupa annettiin vasta %(day)s. Sitä ennen ei saanut kertoa mitään.")
        raise Refused(text % {"day": dates.d(consent.given_on)}, field="on")
    return consent


def require_listed(employer: Employer, consent: Consent, groups: list[str], kinds: list[str]) -> None:
    """Raises Refused for a group or a kind of health data that the consent does not list, and for what no consent
    opens to an employer."""
    kind = codes.code("organisation_kinds", "employer")
    never = set(kind.definition.never_given) if kind else set()
    if over := sorted(set(groups) - set(consent.field_groups) | set(groups) & never):
        names = ", ".join(codes.code_name("field_groups", one).lower() for one in over)
        text = _("Asiakas ei ole antanut lupaa kertoa työnantajalle %(name)s näitä tietoja: %(groups)s.")
        raise Refused(text % {"name": employer.name, "groups": names}, field="items")
    if set(kinds) - set(consent.health_kinds) or (kinds and {"health", "special"} <= never):
        raise Refused(_("Terveystietoja ei kerrota työnantajalle. Kerro, mitä työssä järjestetään."), field="items")
