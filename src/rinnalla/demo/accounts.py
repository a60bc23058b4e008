"""Who signs in to the demo: one password for all, made at the first start and kept in the data folder only."""

import json
import secrets
from pathlib import Path

from django.contrib.auth.hashers import check_password, make_password

from rinnalla.access.acting import acting, system
from rinnalla.access.models import Membership, User
from rinnalla.cases.models import Case
from rinnalla.demo.world import PURPOSE
from rinnalla.people.models_representatives import RepresentativeAccount

SHOWN = (
    "tuula",
    "camilla",
    "grace",
    "katri.ylinen",
    "janne.kallio",
    "petra.nygard",
    "riikka.norrgard",
    "mari.salo",
    "timo.laakso",
    "hanna.tervo",
)
SYLLABLES = ("ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "pu", "hä", "je", "ly")


def accounts(folder: Path) -> list[dict]:
    """Every account with its password; written to `accounts.json`, readable by the owner only."""
    password = _password(folder)
    _let_sign_in(password)
    found = [*_clients(password), *_helpers(password), *_staff(password)]
    _write(folder / "accounts.json", json.dumps(found, ensure_ascii=False, indent=1))
    return found


def table(found: list[dict]) -> str:
    """The accounts to begin with, as lines for the screen: the story's people, then one of each role."""
    by_name = {one["username"]: one for one in found}
    shown = [by_name[name] for name in SHOWN if name in by_name]
    roles = {role for one in shown for role in one["roles"]}
    home = shown[0]["region"] if shown else ""
    for one in sorted(found, key=lambda one: (one["region"] != home, one["username"])):
        if one["kind"] == "staff" and not set(one["roles"]) <= roles:
            shown.append(one)
            roles |= set(one["roles"])
    rows = [
        (one["username"], ", ".join(one["roles"]) or "client", one["organisation"] or "", one["region"])
        for one in shown
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    return "\n".join(f"  {u:{widths[0]}}  {r:{widths[1]}}  {o:{widths[2]}}  {g}" for u, r, o, g in rows)


def _password(folder: Path) -> str:
    path = folder / "demo-password"
    if not path.exists():
        word = "-".join("".join(secrets.choice(SYLLABLES[:9]) for _each in range(3)) for _group in range(3))
        _write(path, f"{word}-{secrets.randbelow(90) + 10}")
    return path.read_text(encoding="utf-8").strip()


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")


def _let_sign_in(password: str) -> None:
    """The one password, hashed once: a hash for each of a hundred invented users would take most of a minute."""
    some = User.objects.order_by("pk").first()
    if some is None or not check_password(password, some.password):
        User.objects.update(password=make_password(password))


def _clients(password: str) -> list[dict]:
    found = []
    for user in User.objects.filter(person__isnull=False, is_active=True).order_by("pk"):
        from rinnalla.access.middleware import actor_of

        with acting(actor_of(user, None)):
            case = Case.objects.select_related("region").filter(person_id=user.person_id).order_by("-pk").first()
            found.append(_account(user, password, "client", [], None, case.region.key if case else ""))
    return found


def _helpers(password: str) -> list[dict]:
    """Those who act for a client."""
    rows = RepresentativeAccount.objects.select_related("user", "region").order_by("pk")
    return [_account(row.user, password, "representative", [], None, row.region.key) for row in rows]


def _staff(password: str) -> list[dict]:
    with acting(system(PURPOSE)):
        rows = Membership.objects.select_related("user", "unit__organisation__region").order_by("pk")
        found: dict[str, dict] = {}
        for row in rows:
            body = row.unit.organisation
            one = found.setdefault(
                row.user.username, _account(row.user, password, "staff", [], body.name, body.region.key)
            )
            one["roles"].append(row.role)
    return list(found.values())


def _account(user: User, password: str, kind: str, roles: list[str], organisation: str | None, region: str) -> dict:
    return {
        "username": user.username,
        "password": password,
        "kind": kind,
        "roles": roles,
        "organisation": organisation,
        "region": region,
        "name": user.name,
    }
