"""Giving the plan to an organisation: what law and the client's consent let it get, and the packet (V-58).

Seen red: with `never_given` left out of `leave_for` an employer got the health entries its consent listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent
from rinnalla.cases.consents.rules import opened
from rinnalla.cases.disclosures.actions import note_given
from rinnalla.cases.grounds import consent_for, statute_for
from rinnalla.cases.models import Case
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Organisation
from rinnalla.plans.actions import _open, note
from rinnalla.plans.models import Packet, Plan, PlanVersion
from rinnalla.servicemodels import codes

CONSENT, EMPLOYER, SPOKEN = "consent", "employer", "spoken"
CONSIDERATIONS = "considerations"  # the kind of health data that what the illness asks others to mind is


@dataclass(frozen=True)
class Leave:
    """What law and the client's consent together let one organisation get. `never`: what no consent opens to it."""

    by_law: frozenset[str]
    statute: str
    by_consent: frozenset[str]
    consent: Consent | None
    never: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()  # of health data, that the consent names

    @property
    def groups(self) -> frozenset[str]:
        return self.by_law | self.by_consent


def leave_for(case: Case, organisation: Organisation, *, lock: bool = False) -> Leave:
    """The field groups an organisation may be given of this case today, and on which grounds.

    An employer gets only what the client's written consent lists (380/2023 § 118), and never health.
    """
    statute = statute_for(case, organisation) or ""
    found = codes.code("statutes", statute) if statute else None
    kind = codes.code("organisation_kinds", organisation.kind)
    never = frozenset(kind.definition.never_given) if kind else frozenset()
    consent = consent_for(case, organisation, lock=lock)
    if consent and kind and kind.definition.written_only and consent.mode == SPOKEN:
        consent = None
    return Leave(
        by_law=frozenset(found.definition.field_groups) - never if found else frozenset(),
        statute=statute,
        by_consent=opened(consent) - never if consent else frozenset(),
        consent=consent,
        never=never,
        kinds=frozenset(consent.health_kinds) if consent and "health" not in never else frozenset(),
    )


@transaction.atomic
def disclose(
    *, version: PlanVersion, organisation: Organisation, field_groups: Iterable[str], cover_note: str, by: Actor,
    key: UUID | None = None,
) -> Packet:
    """Give an organisation the cover note and the chosen parts of a version (V-58). Logged as disclosed.

    Raises Refused when neither law nor the client's consent lets the organisation have a chosen part, when a newer
    version has been made, or when the case is closed.
    """
    _open(version.plan.case)
    Plan.objects.select_for_update().get(pk=version.plan_id)
    if version.plan.versions.filter(number__gt=version.number).exists():
        raise Refused(_("Suunnitelmasta on jo uudempi versio. Anna se."))
    groups = frozenset(field_groups)
    leave = leave_for(version.plan.case, organisation, lock=True)
    _let(organisation, groups, leave)
    with_consent = bool(groups - leave.by_law)

    def make() -> Packet:
        return Packet.objects.create(
            case_id=version.case_id, version=version, organisation=organisation, field_groups=sorted(groups),
            ground=CONSENT if with_consent else leave.statute, consent=leave.consent if with_consent else None,
            cover_note=cover_note.strip(), made_by_id=by.user_id, form_key=key,
        )

    packet, new = once(Packet.objects.all(), key, make, version_id=version.pk, organisation_id=organisation.pk)
    if new:
        details = {"organisation": organisation.pk, "groups": sorted(groups), "number": version.number}
        note(version.plan.case, "plans.disclosed", by, ("packet", packet.pk), ground=packet.ground, **details)
        note_given(
            case=version.plan.case, organisation=organisation, sections=["plan"], groups=groups, aim="joint_planning",
            statute=leave.statute if groups & leave.by_law else "", consent=packet.consent, by=by,
        )
    return packet


def _let(organisation: Organisation, groups: frozenset[str], leave: Leave) -> None:
    if not groups:
        raise Refused(_("Valitse, mitkä osat annetaan."), field="field_groups")
    if over := groups - leave.groups:
        names = ", ".join(codes.code_name("field_groups", name).lower() for name in sorted(over))
        text = _("%(organisation)s ei saa näitä osia: %(names)s. Siihen tarvitaan laki tai asiakkaan suostumus.")
        raise Refused(text % {"organisation": organisation.name, "names": names}, field="field_groups")
