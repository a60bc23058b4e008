"""On which ground a body may see a case: a statute that holds for this very case, else the client's consent.

Between the work authority and the county the statute holds as it is. To Kela it opens a case only while the client is a
customer of multi-agency support (L-84; docs/decisions/0023); when the customership ends, so does what stood on it.
"""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.access.models import Consent
from rinnalla.cases.models import Case
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes

CONSENT = "consent"


def is_customer(case_id: int) -> bool:
    """Whether the client is now a customer of multi-agency support by 381/2023: told by a later room."""
    return bool(import_string(settings.CUSTOMERSHIP)(case_id))


def statute_for(case: Case, organisation: Organisation) -> str | None:
    """The statute that lets the organisation see this case without consent today; None when consent is needed."""
    statute = codes.ground_for(organisation.kind)
    if statute and codes.needs_customership(statute, organisation.kind) and not is_customer(case.pk):
        return None
    return statute


def law_groups(case: Case, organisation: Organisation) -> frozenset[str]:
    """The field groups that law alone lets the organisation see of this case; none when it needs consent."""
    statute = statute_for(case, organisation)
    found = codes.code("statutes", statute) if statute else None
    return frozenset(found.definition.field_groups) if found else frozenset()


def consent_for(case: Case, organisation: Organisation, *, lock: bool = False) -> Consent | None:
    """The client's consent in force today for the organisation. `lock` keeps it from being withdrawn meanwhile: what
    stands on it is then written before the withdrawal, which ends it, or not at all."""
    rows = Consent.objects.select_for_update() if lock else Consent.objects.all()
    return rows.in_force().filter(case=case, organisation=organisation).first()


def require(case: Case, organisation: Organisation, ground: str, field: str = "") -> None:
    """Raises Refused when a statute is meant that does not let this organisation see this case (L-84)."""
    if ground != CONSENT and codes.needs_customership(ground, organisation.kind) and not is_customer(case.pk):
        text = _("%(body)s tarvitsee asiakkaan suostumuksen, kun asiakas ei ole monialaisen tuen asiakas (381/2023). "
                 "Kirjaa suostumus ensin.")  # fmt: skip
        raise Refused(text % {"body": organisation.name}, field=field)


def require_a_ground(case: Case, organisation: Organisation, field: str = "") -> None:
    """Raises Refused for a body that law lets in only in a customership (Kela), when neither that nor a consent of the
    client for it is in force: it takes no part in a meeting or packet, not even as a guest (L-84)."""
    statute = codes.ground_for(organisation.kind)
    bound = statute is not None and codes.needs_customership(statute, organisation.kind)
    if bound and statute_for(case, organisation) is None and consent_for(case, organisation) is None:
        require(case, organisation, statute or "", field)
