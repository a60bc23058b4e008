"""Agreements of three parties: proposing a text to the employer, changing it, each party's answer, ending.

A version goes to the employer, so each needs the client's written consent for that employer (380/2023 § 118), and
leaves its line in the disclosure log. The database asks the same (`employment/support/sql.py`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.actions import locked
from rinnalla.cases.disclosures.actions import note_given
from rinnalla.employers.models import Employer
from rinnalla.employers.telling import actions as telling
from rinnalla.employers.texts import without_client
from rinnalla.employment.actions import note, require
from rinnalla.employment.models import CoachingEpisode, Job
from rinnalla.employment.support.models import (
    APPROVED,
    HERE,
    PARTIES,
    UNIT,
    AgreementAnswer,
    AgreementQuestion,
    AgreementVersion,
    WorkAgreement,
)
from rinnalla.employment.working import PAY_SUBSIDY
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels.codes import Code, code, code_list


@transaction.atomic
def propose(
    *, episode: CoachingEpisode, by: Actor, kind: str, employer: Employer, parts: Mapping[str, str], starts_on: date,
    ends_on: date | None = None, subsidy_ground: str = "", job: Job | None = None, key: UUID | None = None,
) -> WorkAgreement:
    """The first text of an agreement, given to the employer for its answer. Raises Refused, also without the client's
    written consent for this employer."""
    case = locked(episode.case_id)
    if key and (earlier := WorkAgreement.objects.filter(form_key=key, case=case).first()):
        return earlier
    require(episode, "work")
    found = _kind(kind)
    said = _said(found, parts, starts_on, ends_on, subsidy_ground)

    def make() -> WorkAgreement:
        row = WorkAgreement.objects.create(
            case=case, episode=episode, kind=kind, employer=employer, job=job, made_by_id=by.user_id, form_key=key
        )
        _give(row, found, 1, said, by)
        return row

    row, new = once(WorkAgreement.objects.all(), key, make, case_id=case.pk)
    if new:
        note(episode, "employment.agreement_proposed", by, kind=kind)
    return row


@transaction.atomic
def change(
    *, agreement: WorkAgreement, version: int, by: Actor, parts: Mapping[str, str], starts_on: date,
    ends_on: date | None = None, subsidy_ground: str = "",
) -> AgreementVersion:
    """Another text: everybody answers anew, and until then nothing is in force. Raises Refused, Conflict."""
    locked(agreement.case_id)
    require(agreement.episode, "work")
    _allowed(agreement, "change")
    found = _kind(agreement.kind)
    said = _said(found, parts, starts_on, ends_on, subsidy_ground)
    number = agreement.latest.number + 1
    save_version(agreement, version)
    row = _give(agreement, found, number, said, by)
    note(agreement.episode, "employment.agreement_changed", by, number=number)
    return row


@transaction.atomic
def answer(
    *, agreement: WorkAgreement, number: int, party: str, answer: str, by: Actor, on: date, name: str, way: str,
    words: str = "", key: UUID | None = None,
) -> AgreementAnswer:
    """A party approves or refuses the version `number`, and nobody answers twice. Raises Refused, also when
    another version has been made meanwhile."""
    locked(agreement.case_id)
    if key and (earlier := AgreementAnswer.objects.filter(form_key=key, case_id=agreement.case_id).first()):
        return earlier
    require(agreement.episode, "work")
    latest = AgreementVersion.objects.filter(agreement=agreement).order_by("-number").first()
    if latest is None or latest.number != number:
        raise Refused(_("Sopimuksesta on tehty uusi versio. Lue se ja kirjaa vastaus siihen."))
    _may_answer(latest, party, answer, on, name, way, words)
    if agreement.ended_on:
        raise Refused(_("Sopimus on päättynyt. Tee uusi."))

    def make() -> AgreementAnswer:
        return AgreementAnswer.objects.create(
            case_id=agreement.case_id, version=latest, party=party, answer=answer, on=on, name=name.strip()[:79],
            way=way, words=words.strip(), made_by_id=by.user_id, form_key=key,
        )

    row, new = once(AgreementAnswer.objects.all(), key, make, case_id=agreement.case_id)
    if new:
        note(agreement.episode, "employment.agreement_answered", by, party=party, answer=answer, number=number)
    return row


@transaction.atomic
def end(*, agreement: WorkAgreement, version: int, by: Actor, on: date, why: str) -> None:
    """It holds no longer, whoever wanted so. Raises Refused, Conflict."""
    locked(agreement.case_id)
    _allowed(agreement, "end")
    if not why.strip():
        raise Refused(_("Kirjoita, miksi sopimus päättyy."), field="why")
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field="on")
    save_version(agreement, version, ended_on=on, ended_why=why.strip())
    note(agreement.episode, "employment.agreement_ended", by, on=on)


@transaction.atomic
def reply(*, question: AgreementQuestion, by: Actor, words: str) -> None:
    """The coach replies to what the client asked of a text; nothing else changes. Raises Refused, also when somebody
    has replied already."""
    locked(question.case_id)
    require(question.version.agreement.episode, "work")
    if not words.strip():
        raise Refused(_("Kirjoita vastaus asiakkaalle."), field="words")
    rows = AgreementQuestion.objects.filter(pk=question.pk, replied_at__isnull=True)
    if not rows.update(reply=words.strip(), replied_at=dates.now(), replied_by_id=by.user_id):
        raise Refused(_("Kysymykseen on jo vastattu. Päivitä sivu."))
    note(question.version.agreement.episode, "employment.agreement_question_replied", by)


def kinds() -> list[Code]:
    """What three parties may agree on today."""
    return code_list("agreement_kinds")


def _kind(key: str) -> Code:
    found = code("agreement_kinds", key)
    if found is None:
        raise Refused(_("Valitse, mistä sovitaan."), field="kind")
    return found


def _said(
    kind: Code, parts: Mapping[str, str], starts_on: date, ends_on: date | None, subsidy_ground: str
) -> dict[str, Any]:
    """The text of a version as it is kept. Raises Refused for an empty part, an identity code, days in a wrong order, a
    ground that is missing or not asked."""
    texts = {}
    for part in kind.definition.parts:
        texts[part.key] = without_client(parts.get(part.key, ""), part.key)
        if part.required and not texts[part.key]:
            raise Refused(_("Tämä kohta on tyhjä. Täytä se."), field=part.key)
    if ends_on and ends_on < starts_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="ends_on")
    ground = code("service_grounds", subsidy_ground) if subsidy_ground else None
    if kind.definition.asks_ground and (ground is None or ground.definition.service != PAY_SUBSIDY):
        raise Refused(_("Valitse palkkatuen peruste."), field="subsidy_ground")
    if subsidy_ground and not kind.definition.asks_ground:
        raise Refused(_("Tässä sopimuksessa ei ole palkkatukea."), field="subsidy_ground")
    return {"parts": texts, "starts_on": starts_on, "ends_on": ends_on, "subsidy_ground": subsidy_ground}


def _give(agreement: WorkAgreement, kind: Code, number: int, said: dict[str, Any], by: Actor) -> AgreementVersion:
    """The version with its line in the log, by the client's consent. The ground of a subsidy tells of illness, so it is
    not told to the employer here: the employment authority decides on it."""
    items = sorted(kind.definition.items)
    groups = telling.groups_of(items)
    consent = telling.require_consent(agreement.case, agreement.employer, dates.today())
    telling.require_listed(agreement.employer, consent, groups, [])
    line = note_given(
        case=agreement.case, organisation=consent.organisation, sections=items, groups=groups, aim=telling.AIM,
        statute="", consent=consent, by=by,
    )
    return AgreementVersion.objects.create(
        case_id=agreement.case_id, agreement=agreement, number=number, consent=consent, disclosure=line,
        field_groups=groups, made_by_id=by.user_id, **said,
    )


def _may_answer(
    version: AgreementVersion, party: str, answer: str, on: date, name: str, way: str, words: str
) -> None:
    if party not in PARTIES or answer not in (APPROVED, "refused"):
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="answer")
    if AgreementAnswer.objects.filter(version=version, party=party).exists():
        raise Refused(_("Tämä osapuoli on jo vastannut. Jos kanta muuttuu, tee sopimuksesta uusi versio."))
    if code("agreement_ways", way) is None or (way == HERE and party != UNIT):
        raise Refused(_("Valitse, miten vastaus annettiin."), field="way")
    if not name.strip():
        raise Refused(_("Kirjoita, kuka vastasi."), field="name")
    if not dates.local(version.made_at).date() <= on <= dates.today():
        text = _("Vastaus on annettu sen jälkeen, kun versio tehtiin %(day)s, ja viimeistään tänään.")
        raise Refused(text % {"day": dates.d(version.made_at)}, field="on")
    if answer != APPROVED and not words.strip():
        raise Refused(_("Kirjoita, mitä pitäisi muuttaa."), field="words")


def _allowed(agreement: WorkAgreement, act: str) -> None:
    now = WorkAgreement.objects.get(pk=agreement.pk)
    if not now.allows(act):
        raise Refused(_("Sopimuksen tila on muuttunut. Päivitä sivu ja katso, mitä voi tehdä."))
