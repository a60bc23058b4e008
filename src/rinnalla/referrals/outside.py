"""Asking a service without an account: the unit asks, asks again, takes the question back and settles the answer.

The referral stays with the unit and so does the responsibility (V-06): the outside party is asked, never given. What is
shown there stands on its own ground: a statute between both bodies, else what the client said yes to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import KeyReused, save_version
from rinnalla.organisations.models import Organisation
from rinnalla.referrals import identity as identities
from rinnalla.referrals import lists
from rinnalla.referrals.actions import add_step, note
from rinnalla.referrals.models import Outcome, Referral
from rinnalla.referrals.models_outside import EndedWhy, OutsideLink, OutsideQuestion
from rinnalla.referrals.triage import _require, _tell_sender
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import WorkDomain
from rinnalla.servicemodels.loading import dated

SPOKEN, WRITTEN = "spoken", "written"


@dataclass(frozen=True)
class Ground:
    """On what the outside party may see the client's data, and which field groups at the most."""

    code: str
    groups: frozenset[str]
    consent_on: date | None = None
    consent_mode: str = ""


@transaction.atomic
def ask(
    *, referral: Referral, by: Actor, organisation: str, organisation_kind: str, address: str,
    groups: Iterable[str] = (), consent_mode: str = "", consent_on: date | None = None, words: str = "",
    language: str = "fi", key: UUID | None = None,
) -> OutsideQuestion:
    """Ask a service without an account whether it takes the person in; a link goes to its work address.

    `groups` may be shown there besides the name. Raises Refused: an address that is no work address of the lists, no
    ground, more than the ground opens, another question that still waits.
    """
    if key and (earlier := OutsideQuestion.objects.filter(form_key=key).first()):
        if earlier.referral_id != referral.pk:
            raise KeyReused
        return earlier
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    _require(locked, "ask_outside", by)
    if OutsideQuestion.objects.filter(referral=locked, ended_at__isnull=True).exists():
        raise Refused(_("Tästä lähetteestä on jo kysytty. Käsittele vastaus tai peru kysymys ensin."))
    if not organisation.strip():
        raise Refused(_("Kirjoita, miltä palvelulta kysyt."), field="organisation")
    work_address = _work_address(address, organisation_kind, referral)
    ground = ground_of(referral, organisation_kind, consent_mode=consent_mode, consent_on=consent_on)
    shown = _groups(set(groups), ground, organisation_kind, by)
    row = OutsideQuestion(
        referral=locked, unit_id=locked.unit_id, sent_by_id=locked.sent_by_id, organisation=organisation.strip(),
        organisation_kind=organisation_kind, address=work_address, language=language,
        ground=ground.code, field_groups=shown, consent_on=ground.consent_on, consent_mode=ground.consent_mode,
        expires_at=_until(referral), made_by_id=by.user_id, form_key=key,
    )
    row.sealed_words = identities.seal({"words": words.strip()}, row.uuid)
    row.save(force_insert=True)
    add_step(locked, Outcome.OUTSIDE_ASKED, by)
    note(locked, "referrals.outside_asked", by, question=row.pk, ground=ground.code, groups=shown)
    outbox.promise("referrals.mail_outside_link", row.pk, by=by)
    return row


@transaction.atomic
def resend(*, question: OutsideQuestion, version: int, by: Actor) -> None:
    """A new link and a new time; the earlier link opens nothing from this second on. Raises Refused, Conflict."""
    _may(question, "resend", by)
    _require(question.referral, "ask_outside", by)
    save_version(question, version, expires_at=_until(question.referral), silent_at=None)
    OutsideLink.objects.filter(question=question, replaced_at__isnull=True).update(replaced_at=dates.now())
    note(question.referral, "referrals.outside_resent", by, question=question.pk)
    outbox.promise("referrals.mail_outside_link", question.pk, by=by)


@transaction.atomic
def end(*, question: OutsideQuestion, version: int, by: Actor, why: str) -> None:
    """Take the question back: the link and whoever reads by it see nothing from this second on. Raises Conflict."""
    _may(question, "end", by)
    if why not in (EndedWhy.NOT_NEEDED, EndedWhy.CONSENT_WITHDRAWN, EndedWhy.WRONG_ADDRESS):
        raise Refused(_("Valitse, miksi kysymys perutaan."), field="why")
    _end(question, version, by, why)
    add_step(question.referral, Outcome.OUTSIDE_ENDED, by, reason=why)


@transaction.atomic
def confirm(*, question: OutsideQuestion, version: int, by: Actor) -> None:
    """The answer is read and acted on: the question closes, the referral's own state stays. Raises Conflict."""
    _may(question, "confirm", by)
    _end(question, version, by, EndedWhy.CONFIRMED)
    add_step(question.referral, Outcome.OUTSIDE_ENDED, by, reason=EndedWhy.CONFIRMED)
    _tell_sender(question.referral, by)


def _end(question: OutsideQuestion, version: int, by: Actor, why: str) -> None:
    save_version(question, version, ended_at=dates.now(), ended_by_id=by.user_id, ended_why=why)
    note(question.referral, "referrals.outside_ended", by, question=question.pk, why=str(why))


def _may(question: OutsideQuestion, act: str, by: Actor) -> None:
    if not question.allows(act) or "receiver" not in question.referral.side_of(by):
        raise Refused(_("Tämä ei onnistu kysymyksen nykyisessä tilassa. Päivitä sivu ja katso, mitä voi tehdä."))


def _until(referral: Referral):
    return dates.now() + timedelta(days=codes.deadline(referral.region, "outside_reply"))


# Whom, and on which ground --------------------------------------------------------------------------------------------


def _work_address(address: str, kind: str, referral: Referral) -> str:
    """The address, when it is a work address of a known body of this kind. Raises Refused, saying what would be right.

    The kind is not for the asker alone to choose: the statute that opens the client's data rests on it.
    """
    written = address.strip().lower()
    try:
        validate_email(written)
    except ValidationError as error:
        raise Refused(_("Kirjoita sähköpostiosoite näin: etunimi.sukunimi@palvelu.fi."), field="address") from error
    domain = written.rpartition("@")[2]
    if any(_under(domain, free) for free in codes.common().mail_domains.free):
        raise Refused(
            _("%(domain)s on ilmainen sähköposti, eikä se kerro, missä joku työskentelee. Pyydä työosoite.")
            % {"domain": domain}, field="address",
        )
    body = whose_domain(domain, referral)
    if body is None:
        raise Refused(
            _("Verkkotunnusta %(domain)s ei ole alueen luettelossa. Tarkista osoite tai pyydä palvelumallin "
              "ylläpitäjää lisäämään palvelu luetteloon.") % {"domain": domain}, field="address",
        )
    if body.kind != kind:
        owner = codes.code_name("organisation_kinds", body.kind)
        raise Refused(
            _("Osoitteen %(domain)s omistaa %(body)s. Valitse palveluksi %(kind)s tai vaihda osoite.")
            % {"domain": domain, "body": body.names.in_language, "kind": owner},
            field="organisation_kind",
        )
    return written


def whose_domain(domain: str, referral: Referral) -> WorkDomain | None:
    """The body whose work domain it is today, by the national list and the region's own; None for any other. Of a
    domain and one under it the nearer tells."""
    model = codes.published(referral.region)
    known = [*codes.common().mail_domains.work, *(model.model.work_domains if model else ())]
    for whole in sorted({one.domain for one in known if _under(domain, one.domain)}, key=len, reverse=True):
        if found := dated([one for one in known if one.domain == whole], dates.today()):
            return found
    return None


def _under(domain: str, whole: str) -> bool:
    return domain == whole or domain.endswith(f".{whole}")


def ground_of(
    referral: Referral, organisation_kind: str, *, consent_mode: str = "", consent_on: date | None = None
) -> Ground:
    """The statute between the unit's body and the asked one, else the client's consent. Raises Refused without one."""
    kind = codes.code("organisation_kinds", organisation_kind)
    if kind is None:
        raise Refused(_("Valitse, millaisesta palvelusta on kyse."), field="organisation_kind")
    own = Organisation.objects.get(units=referral.unit_id)
    statute = codes.ground_for(organisation_kind)
    if statute and statute == codes.ground_for(own.kind):
        return Ground(statute, frozenset(lists.groups_of(statute)))
    if consent_mode not in (SPOKEN, WRITTEN):
        raise Refused(
            _("Laki ei anna lupaa kertoa asiakkaasta tälle palvelulle. Kysy asiakkaalta ja kirjaa, miten hän vastasi."),
            field="consent_mode",
        )
    if kind.definition.written_only and consent_mode == SPOKEN:
        raise Refused(_("Tälle palvelulle suullinen lupa ei riitä. Pyydä lupa kirjallisena."), field="consent_mode")
    if consent_on is None or consent_on > dates.today():
        text = _("Kirjoita päivä, jona asiakas antoi luvan. Se ei voi olla tulevaisuudessa.")
        raise Refused(text, field="consent_on")
    return Ground(lists.CONSENT, lists.outside_groups(), consent_on, consent_mode)


def _groups(wanted: set[str], ground: Ground, organisation_kind: str, by: Actor) -> list[str]:
    """What is shown: the name always, and of the rest what was chosen. Raises Refused for more than may be told."""
    kind = codes.code("organisation_kinds", organisation_kind)
    never = set(kind.definition.never_given) if kind else set()
    if over := sorted(wanted & never | wanted - ground.groups | wanted - by.field_groups() - {"basics"}):
        names = ", ".join(codes.code_name("field_groups", one).lower() for one in over)
        raise Refused(_("Tälle palvelulle ei saa kertoa: %(groups)s.") % {"groups": names}, field="groups")
    return sorted({"basics", *wanted})
