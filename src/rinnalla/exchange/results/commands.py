"""`./rinnalla import results FILE --region R --user U [--write]` (architecture section 7)."""

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
from rinnalla.exchange.report import ImportReport
from rinnalla.exchange.results.actions import import_results as bring_in
from rinnalla.lib.errors import Refused

USE = 2  # exit code when what was asked can't be begun


def import_results(
    file: str, *, region: str, user: str | None = None, write: bool = False, as_json: bool = False
) -> int:
    """Bring a results file in as a user who works in its cases; without `write` tell what would go in.

    Exit code 0 when every row will do, 1 when the file will not and nothing was saved, 2 when region, user or file is
    not there.
    """
    try:
        data = Path(file).read_bytes()
        with acting(system("import_results")):
            by = _actor(region, user)
        with translation.override(by.language), acting(by):
            try:
                report = bring_in(name=Path(file).name, data=data, by=by, write=write).report
            except TableError as error:
                report = ImportReport.of_unreadable(error, dry=not write)
            told = report.as_json()
            print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else report.as_text())
            return 1 if report.refused else 0
    except OSError:
        print(_("Tiedostoa %(file)s ei ole.") % {"file": file}, file=sys.stderr)
    except Refused as refusal:
        print(refusal.message, file=sys.stderr)
    return USE


def _actor(region: str, username: str | None) -> Actor:
    chosen = sources.region_named(region)
    roles = sorted(role.key for role in ROLES.values() if P.ASSESSMENT_EDIT in role.permissions)
    rows = memberships_in_force().filter(user__username=username or "", user__is_active=True, role__in=roles)
    found = rows.filter(unit__organisation__region=chosen).order_by("pk").first()
    if found is None:
        told = _("Kerro käyttäjä (--user), joka tekee kartoituksia alueella %(region)s.")
        raise Refused(told % {"region": chosen.key}, field="user")
    return staff_actor(found, kind=IMPORTER)
