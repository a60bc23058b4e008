"""Who has looked at the client's data, in plain words (703/2023 § 11): who, when, what, on which ground.

The client reads the names of the workers of bodies that say so (`Organisation.names_staff`), of others their role.
"""

# texts: to the client
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.deputies import DEPUTY
from rinnalla.access.models import User
from rinnalla.access.roles import ROLES
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.referrals import outside_log
from rinnalla.servicemodels.codes import code_name

BEHALF = "behalf"  # the purpose in the line of a worker who recorded the client's own act in the client's place
MANDATE = "mandate"  # the purpose in the lines of who acts for the client; `.act` is added when something was done
ACTS_FOR = "client_representative"
DONE: dict[str, str | Promise] = {
    "portal:message_new": gettext_lazy("Kirjoitti viestin puolestasi."),
    "portal:message_reading": gettext_lazy("Merkitsi viestin luetuksi puolestasi."),
    "portal:answer": gettext_lazy("Vastasi suunnitelmaan puolestasi."),
    "portal:comment": gettext_lazy("Kirjoitti suunnitelmasta puolestasi."),
    "portal:goal_new": gettext_lazy("Lisäsi tavoitteen puolestasi."),
    "portal:action_promise": gettext_lazy("Lupasi puolestasi tehdä sovitun asian."),
    "portal:action_done": gettext_lazy("Merkitsi puolestasi asian tehdyksi."),
    "portal:responsible": gettext_lazy("Vastasi puolestasi, kuka sopii asiakasvastaavaksi."),
    "portal:before": gettext_lazy("Valmisteli tapaamista puolestasi."),
    "portal:request_new": gettext_lazy("Teki pyynnön puolestasi."),
    "portal:consent_new": gettext_lazy("Antoi luvan puolestasi."),
    "portal:consent_change": gettext_lazy("Muutti lupaasi puolestasi."),
    "portal:consent_withdrawal": gettext_lazy("Perui luvan puolestasi."),
}
RIGHTS = "rights.answer"  # the purpose in the lines of whoever answers what a client asks of their own data
BREAK_GLASS = "break_glass"
SALT = "rinnalla.retention.lines"
BY_ACTION: dict[str, str | Promise] = {
    "list": gettext_lazy("Näki nimesi luettelossa."), "search": gettext_lazy("Haki asiasi."),
    "print": gettext_lazy("Tulosti tietojasi."), "export": gettext_lazy("Otti tiedoistasi kopion."),
    "reveal": gettext_lazy("Katsoi henkilötunnuksesi."),
    "refused": gettext_lazy("Yritti katsoa tietojasi. Se estettiin."),
}
BY_ROOM: dict[str, str | Promise] = {
    "plans": gettext_lazy("Avasi suunnitelmasi."), "assessments": gettext_lazy("Avasi kartoituksesi."),
    "meetings": gettext_lazy("Avasi tapaamistesi tiedot."), "services": gettext_lazy("Avasi palvelujesi tiedot."),
    "referrals": gettext_lazy("Avasi lähetteesi."),
}


@dataclass(frozen=True)
class Look:
    """One reading, or several of the same kind by the same person on the same day."""

    at: datetime
    who: str
    part: str
    what: str
    ground: str
    groups: str
    line_ids: tuple[int, ...] = ()

    @property
    def times(self) -> int:
        return len(self.line_ids)

    @property
    def token(self) -> str:
        """Stands for these lines in an address; it can't be made up."""
        return signing.dumps(list(self.line_ids), salt=SALT, compress=True)


def lines_named(token: str) -> tuple[int, ...]:
    """The lines a token stands for; none when it is not one of ours."""
    try:
        return tuple(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return ()


def looks(rows: Iterable[AccessLine], *, named: bool = False) -> list[Look]:
    """The lines in words; the same by the same person on the same day is told once, with how many times. With `named`,
    for whoever oversees, workers stand by name whatever their body lets the client read."""
    rows = list(rows)
    users = User.objects.in_bulk({one.user_id for one in rows if one.user_id})
    organisations = Organisation.objects.in_bulk({one.organisation_id for one in rows if one.organisation_id})
    told: dict[tuple[Any, ...], Look] = {}
    asked = outside_log.bodies(rows)
    for line in rows:
        user, organisation = users.get(line.user_id), organisations.get(line.organisation_id)
        outside = asked.get(outside_log.question_of(line), _("Rinnalla-järjestelmä"))
        nobody = outside, organisation.name if organisation else ""
        look = _look(line, *(_who(line, user, organisation, named) if user else nobody))
        # By the worker, not by what they are called: two who share a role stay two.
        key = (dates.local(line.at).date(), line.user_id, look.who, look.part, look.what, look.ground, look.groups)
        told[key] = replace(told[key], line_ids=(*told[key].line_ids, line.pk)) if key in told else look
    return list(told.values())


def _who(line: AccessLine, user: User, organisation: Organisation | None, named: bool) -> tuple[str, str]:
    """What the worker is called, and the rest of who they are."""
    if line.role == ACTS_FOR:
        guardian = "guardian_order" in line.grounds
        return user.name, _("edunvalvojasi") if guardian else _("valtuuttamasi auttaja")
    role = str(ROLES[line.role].name) if line.role in ROLES else _("Työntekijä")
    body = organisation.name if organisation else ""
    if named or organisation is None or organisation.names_staff:
        return user.name, ", ".join(one for one in (role.lower() if line.role in ROLES else "", body) if one)
    return role, body


def _look(line: AccessLine, who: str, part: str) -> Look:
    groups = ", ".join(code_name("field_groups", one).lower() for one in sorted(line.field_groups))
    return Look(line.at, who, part, _what(line), _ground(line.grounds), groups, (line.pk,))


def _what(line: AccessLine) -> str:
    if line.result.startswith("refused"):
        return str(BY_ACTION["refused"])
    if line.purpose == BEHALF:
        return _("Kirjasi puolestasi, mitä sanoit.")
    if line.purpose == f"{MANDATE}.act":
        return str(DONE.get(line.route, _("Hoiti asiaasi puolestasi.")))
    if line.purpose == MANDATE:
        return _("Luki tietojasi puolestasi.")
    if line.purpose == RIGHTS:
        return _("Käsitteli pyyntöäsi, joka koskee tietojasi.")
    if line.purpose.startswith("oversight."):
        return _("Tarkisti lokista, kuka on katsonut tietojasi.")
    if line.purpose == BREAK_GLASS:
        return _("Hyväksyi hätäpääsyn tietoihisi.") if line.route.startswith("breakglass:") else _(
            "Avasi tietosi hätätilanteessa."
        )
    if line.purpose.startswith(DEPUTY):
        return _("Hoiti asioitasi sijaisena.")
    if line.action in BY_ACTION:
        return str(BY_ACTION[line.action])
    return str(BY_ROOM.get(line.route.partition(":")[0], _("Avasi asiasi tiedot.")))


def _ground(grounds: list[str]) -> str:
    if not grounds:
        return ""
    if grounds == [BREAK_GLASS]:
        return _("Oli hätätilanne. Toinen ammattilainen hyväksyi sen.")
    if grounds == ["helper_mandate"]:
        return _("Sinä valtuutit hänet.")
    if grounds == ["guardian_order"]:
        return _("Viranomainen on määrännyt hänet edunvalvojaksesi.")
    return _("Sinä annoit siihen luvan.") if grounds == ["consent"] else _("Laki antoi siihen luvan.")
