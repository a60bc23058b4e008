"""`./rinnalla import services FILE|URL --region R [--write]` (architecture section 7)."""

import json
import sys
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actor import IMPORTER, Actor
from rinnalla.access.middleware import memberships_in_force
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.exchange import sources
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.registry import fetching, shapes
from rinnalla.exchange.registry.actions import import_services as bring_in
from rinnalla.exchange.registry.items import check
from rinnalla.exchange.registry.reading import too_large
from rinnalla.exchange.registry.report import ServicesReport
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region

USE = 2  # exit code when what was asked can't be begun


def import_services(
    source: str, *, region: str, user: str | None = None, write: bool = False, as_json: bool = False,
    withdrawn: bool = False,
) -> int:
    """Bring services in from a file or an address; without `write` tell what would change. Prints the report.

    Exit code 0 when the source could be read (also with refused objects), 1 when it could not, 2 when the region, the
    user or the file is not there.
    """
    try:
        by = system("import_services")
        with acting(by):
            chosen = sources.region_named(region)
            by = _named(chosen, user) if user else by
        with translation.override(by.language):
            return _bring_in(source, chosen, by, write=write, as_json=as_json, withdrawn=withdrawn)
    except Refused as refusal:
        print(refusal.message, file=sys.stderr)
        return USE


def _named(region: Region, username: str) -> Actor:
    """The user with a role that edits the region's model."""
    roles = sorted(role.key for role in ROLES.values() if P.MODEL_EDIT in role.permissions)
    rows = memberships_in_force().filter(user__username=username, user__is_active=True, role__in=roles)
    found = rows.filter(unit__organisation__region=region).order_by("pk").first()
    if found is None:
        told = _("Käyttäjällä %(user)s ei ole alueella %(region)s roolia, joka saa tuoda palveluja (%(roles)s).")
        raise Refused(told % {"user": username, "region": region.key, "roles": ", ".join(roles)}, field="user")
    return staff_actor(found, kind=IMPORTER)


def _bring_in(source: str, region: Region, by: Actor, *, write: bool, as_json: bool, withdrawn: bool) -> int:
    try:
        if fetching.is_address(source):
            fetched = fetching.fetch(source)
            data, name, withdrawn = fetched.data, source, withdrawn or fetched.gone
        else:
            data, name = _data(source), Path(source).name
        checked = check(data, gone=withdrawn)
    except TableError as error:
        _print(ServicesReport.of_unreadable(error, dry=not write), as_json)
        return 1
    with acting(by):
        report = bring_in(checked=checked, region=region, by=by, write=write, source=name)
    _print(report, as_json)
    return 0


def _data(file: str) -> bytes:
    """A file's bytes; one that is too large is not read at all."""
    try:
        if Path(file).stat().st_size > shapes.MAX_BYTES:
            raise too_large()
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise Refused(_("Tiedostoa %(file)s ei ole.") % {"file": file}) from None
    except OSError as error:
        told = _("Tiedostoa %(file)s ei voi lukea: %(reason)s.") % {"file": file, "reason": error.strerror}
        raise Refused(told) from error


def _print(report: ServicesReport, as_json: bool) -> None:
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if as_json else report.as_text())
