"""Giving, changing and withdrawing a consent: each acts in the same transaction on everything that stands on it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, Grant, Membership, User
from rinnalla.access.walls import open_case
from rinnalla.cases import grounds
from rinnalla.cases.actions import end_places, locked
from rinnalla.cases.consents import papers, rules, standing
from rinnalla.cases.consents.models import PAPER, ConsentNotice, ConsentPaper, NoticeKind
from rinnalla.cases.consents.rules import Terms
from rinnalla.cases.models import Case, TeamMember
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.lib.sealed import seal_bytes
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import consent_kind, needs_customership

WIDENED = ("team", "coaching")  # leave that was given for the whole work, not for one packet or question


@transaction.atomic
def give_consent(
    *, case: Case, organisation: Organisation, groups: Iterable[str], mode: str, given_on: date, by: Actor,
    ends_on: date | None = None, health_kinds: Iterable[str] = (), matter: str = "", language: str = "fi",
    key: UUID | None = None,
) -> Consent:
    """Record the client's leave for one organisation; one in force becomes the version before it.

    Raises Refused for a day ahead, for what the law gives already (I-32), for health data without their kinds, and for
    a spoken one beyond one matter or over a lasting one.
    """
    locked(case.pk)
    if key and (sent := Consent.objects.filter(form_key=key, case=case).first()):
        return sent
    terms = Terms(tuple(groups), mode, tuple(health_kinds), ends_on, matter, language)
    rules.check(case, organisation, terms, given_on)
    earlier = Consent.objects.filter(case=case, organisation=organisation, withdrawn_at__isnull=True).first()
    if earlier and earlier.lasting and terms.mode == rules.SPOKEN and _in_force(earlier):
        text = _("%(body)s: kirjallinen lupa on jo voimassa. Muuta sitä tai peru se.")
        raise Refused(text % {"body": organisation.name}, field="organisation")
    consent = _write(case, organisation, terms, given_on, by, earlier, key)
    _note(consent, "cases.consent_changed" if earlier else "cases.consent_given", by, mode=terms.mode)
    return consent


@transaction.atomic
def change_consent(
    *, consent: Consent, groups: Iterable[str], mode: str, by: Actor, ends_on: date | None = None,
    health_kinds: Iterable[str] = (), key: UUID | None = None,
) -> Consent:
    """Limit, widen, shorten or lengthen a consent: a new version; what it no longer allows ends at once, what it adds
    reaches those who work on it. Raises Refused when it has changed or ended meanwhile, or would say nothing new."""
    case = locked(consent.case_id)
    if key and (sent := Consent.objects.filter(form_key=key, case=case).first()):
        return sent
    earlier = Consent.objects.select_related("organisation").get(pk=consent.pk)
    if not _in_force(earlier):
        raise Refused(_("Lupa on muuttunut tai päättynyt sillä välin. Avaa se uudelleen ja katso, miten se on nyt."))
    terms = Terms(tuple(groups), mode, tuple(health_kinds), ends_on, earlier.matter, earlier.language)
    if not _narrower(terms, earlier) and terms.mode == rules.SPOKEN:
        text = _("Puhelimessa tai suullisesti lupaa voi vain rajata. Laajempaan tarvitaan kirjallinen lupa.")
        raise Refused(text, field="mode")
    # A limit told by word of mouth leaves the consent as lasting as it was given.
    said = replace(terms, mode=earlier.mode) if terms.mode == rules.SPOKEN else terms
    rules.check(case, earlier.organisation, said, dates.today())
    new = _write(case, earlier.organisation, said, dates.today(), by, earlier, key)
    _note(new, "cases.consent_changed", by, mode=terms.mode)
    _tell(new, NoticeKind.CHANGED, by, standing.on(new))
    return new


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Actor) -> None:
    """The client takes the leave back: everything that stands on it ends in the same transaction (`standing.on`), and
    those who stood on it are told. Twice is once."""
    consent.case = locked(consent.case_id)  # read before whoever acts may lose it by the act
    rows = Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=dates.now(), withdrawn_by_id=by.user_id):
        return
    stood = standing.on(consent)
    for one in stood:
        one.end(by)
    _note(consent, "cases.consent_withdrawn", by)
    _tell(consent, NoticeKind.WITHDRAWN, by, stood)


@transaction.atomic
def customership_ended(*, case: Case, by: Actor) -> None:
    """The client is a customer of multi-agency support no more: who saw the case on it alone sees it no more."""
    if grounds.is_customer(case.pk):
        return
    open_case(case.pk)
    live = Grant.objects.filter(case=case, ended_at__isnull=True, consent__isnull=True).exclude(ground=grounds.CONSENT)
    gone = [one.pk for one in live.select_related("unit__organisation") if _needed_it(one)]
    end_places(TeamMember.objects.filter(case=case, grant__in=gone), by)
    grants.end_rows(Grant.objects.filter(pk__in=gone), by)


def _needed_it(grant: Grant) -> bool:
    if grant.unit:
        kinds = {grant.unit.organisation.kind}
    else:
        places = TeamMember.objects.filter(grant=grant).values_list("unit__organisation__kind", flat=True)
        works = Membership.objects.in_force().filter(user=grant.user_id)
        kinds = set(places) or set(works.values_list("unit__organisation__kind", flat=True))
    return any(needs_customership(grant.ground, kind) for kind in kinds)


@transaction.atomic
def attach_paper(*, consent: Consent, content: bytes, by: Actor, key: UUID | None = None) -> ConsentPaper:
    """Keep the signed paper beside the version of the consent it is of. Raises Refused for a wrong or big file."""
    case = locked(consent.case_id)
    media_type, uuid = papers.check(content), uuid4()

    def make() -> ConsentPaper:
        return ConsentPaper.objects.create(
            uuid=uuid, case=case, consent=consent, media_type=media_type, size=len(content), form_key=key,
            sealed=seal_bytes(content, purpose=PAPER, bound_to=str(uuid)), made_by_id=by.user_id,
        )

    paper, new = once(ConsentPaper.objects.all(), key, make, consent_id=consent.pk)
    if new:
        record(
            "cases.consent_paper_added", by=by, stream=("case", case.pk), obj=("consent", consent.pk), case_id=case.pk,
            person_id=case.person_id,
        )
    return paper


@transaction.atomic
def write_notice(*, user: User, consent: Consent, what: int) -> ConsentNotice:
    """A line for one user's own day page: whose leave, in which case by its number, and nothing else of it."""
    return ConsentNotice.objects.create(
        user=user, organisation=consent.organisation, what=what, case_number=consent.case.number,
        ends_on=consent.ends_on if what == NoticeKind.ENDING else None,
    )


@transaction.atomic
def remind_of_end(*, consent: Consent, by: Actor) -> None:
    """Whoever answers for the client hears that a consent ends soon; once."""
    rows = Consent.objects.filter(pk=consent.pk, reminded_at__isnull=True)
    if not rows.update(reminded_at=dates.now()):
        return
    if user_id := consent.case.responsible_worker_id or consent.case.arranger_id:
        outbox.promise("cases.tell_of_consent", user_id, consent.case_id, consent.pk, int(NoticeKind.ENDING), by=by)
    _note(consent, "cases.consent_end_reminded", by)


@transaction.atomic
def mark_notice_seen(*, notice: ConsentNotice, by: Actor) -> None:
    """What was told of a consent has been read. Twice is once."""
    rows = ConsentNotice.objects.filter(pk=notice.pk, user_id=by.user_id, seen_at__isnull=True)
    if rows.update(seen_at=dates.now()):
        record("cases.consent_notice_seen", by=by, stream=("installation", 0), obj=("consent_notice", notice.pk))


def _in_force(consent: Consent) -> bool:
    return Consent.objects.in_force().filter(pk=consent.pk).exists()


def _narrower(terms: Terms, earlier: Consent) -> bool:
    """Whether nothing is allowed that was not before: neither data, nor a day."""
    longer = earlier.ends_on is not None and (terms.ends_on is None or terms.ends_on > earlier.ends_on)
    more = set(terms.groups) - set(earlier.field_groups) or set(terms.health_kinds) - set(earlier.health_kinds)
    return not longer and not more


def _write(
    case: Case, organisation: Organisation, terms: Terms, given_on: date, by: Actor, earlier: Consent | None,
    key: UUID | None,
) -> Consent:
    kind = consent_kind(organisation.kind, given_on)
    if earlier:
        Consent.objects.filter(pk=earlier.pk).update(withdrawn_at=dates.now(), withdrawn_by_id=by.user_id)
    consent = Consent.objects.create(
        case=case, organisation=organisation, kind=kind, previous=earlier, number=earlier.number + 1 if earlier else 1,
        field_groups=terms.groups_for(organisation), health_kinds=sorted(terms.health_kinds), mode=terms.mode,
        matter=terms.matter.strip(), form_version=rules.form_version(kind, given_on), language=terms.language,
        given_on=given_on, ends_on=terms.ends_on or (given_on if terms.mode == rules.SPOKEN else None),
        recorded_by_id=by.user_id, recorded_at=dates.now(), form_key=key,
    )
    if earlier:
        _stand_on(consent, earlier)
    return consent


def _stand_on(consent: Consent, earlier: Consent) -> None:
    """What stood on the earlier version stands on this one: it shows no more than this allows, and what this adds is
    added to those who work on it."""
    open_case(consent.case_id)
    allowed = rules.opened(consent)
    added = allowed - rules.opened(earlier)
    for grant in Grant.objects.filter(case_id=consent.case_id, consent=earlier, ended_at__isnull=True):
        more = added if grant.why in WIDENED and grant.depth > Depth.KNOWS else frozenset()
        groups = sorted(allowed & set(grant.field_groups) | more)
        Grant.objects.filter(pk=grant.pk).update(consent=consent, field_groups=groups, ends_at=consent.ends_at)


def _tell(consent: Consent, what: int, by: Actor, stood: list[standing.Stands]) -> None:
    """Those who stood on the consent hear of it; the promise names nobody (L-84)."""
    for user_id in sorted({one.user_id for one in stood if one.user_id} - {by.user_id or 0}):
        outbox.promise("cases.tell_of_consent", user_id, consent.case_id, consent.pk, int(what), by=by)


def _note(consent: Consent, verb: str, by: Actor, **details: Any) -> None:
    record(
        verb, by=by, stream=("case", consent.case_id), obj=("consent", consent.pk), case_id=consent.case_id,
        person_id=consent.case.person_id, number=consent.number, **details,
    )
