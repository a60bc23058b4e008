"""`./rinnalla import` and `./rinnalla token` (architecture section 7)."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actor import IMPORTER, Actor
from rinnalla.exchange import actions, sources, tokens
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.report import ImportReport
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region

USE = 2  # exit code when what was asked can't be begun
LONG = 2_000  # lines from which on progress is told


def import_referrals(
    file: str, *, region: str, user: str | None = None, write: bool = False, as_json: bool = False
) -> int:
    """Bring a referral list in; without `write` tell what would go in. Prints the report.

    Exit code 0 when the list could be read (also with refused lines), 1 when it could not, 2 when the region, the user
    or the file is not there.
    """
    try:
        data = _data(file)
        chosen, by = _region_and_actor(region, user, write=write)
    except Refused as refusal:
        print(refusal.message, file=sys.stderr)
        return USE
    with translation.override(by.language):
        return _bring_in(Path(file).name, data, chosen, by, write=write, as_json=as_json)


def _data(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise Refused(_("Tiedostoa %(file)s ei ole.") % {"file": file}) from None
    except OSError as error:
        told = _("Tiedostoa %(file)s ei voi lukea: %(reason)s.") % {"file": file, "reason": error.strerror}
        raise Refused(told) from error


def _region_and_actor(region: str, user: str | None, *, write: bool) -> tuple[Region, Actor]:
    """The region, and who acts: the named user, else the region's own account. A dry run leaves no account behind."""
    by = system("import_referrals")
    with acting(by):
        chosen = sources.region_named(region)
        membership = sources.importer(chosen, user) if user else sources.region_account(chosen, by=by)
        actor = replace(staff_actor(membership), kind=IMPORTER)
        if not write:
            transaction.set_rollback(True)
    return chosen, actor


def _bring_in(name: str, data: bytes, region: Region, by: Actor, *, write: bool, as_json: bool) -> int:
    try:
        checked = actions.read_list(name=name, data=data, region=region)
    except TableError as error:
        _print(ImportReport.of_unreadable(error, dry=not write), as_json)
        return 1
    try:
        report = actions.import_referrals(checked=checked, region=region, by=by, write=write, progress=_progress)
    except Refused as refusal:
        print(refusal.message, file=sys.stderr)
        return USE
    _print(report, as_json)
    return 0


def _progress(done: int, every: int) -> None:
    if every > LONG and (done % LONG == 0 or done == every):
        print(_("%(done)d / %(every)d riviä") % {"done": done, "every": every}, file=sys.stderr, flush=True)


def _print(report: ImportReport, as_json: bool) -> None:
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if as_json else report.as_text())


def make_token(*, user: str, membership: int | None = None, scopes: Sequence[str] = ()) -> int:
    """Make a bearer token and print it, this once. Exit code 2, and what would be right, when it can't be made."""
    by = system("make_token")
    try:
        with acting(by):
            chosen = tokens.membership_for(user, membership)
        actor = staff_actor(chosen)
        with acting(actor):
            made = tokens.make(membership=chosen, scopes=scopes, by=actor)
    except Refused as refusal:
        print(refusal.message, file=sys.stderr)
        return USE
    print(made.secret)
    print(_("Näytetään vain nyt. Voimassa %(day)s asti.") % {"day": made.last_day}, file=sys.stderr)
    return 0
