"""The first draft of a new region: from nothing, or with stages, paths, teams and words of another region's model."""

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from rinnalla.lib import dates
from rinnalla.lib.texts import LANGUAGES
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.editing.tree import Content

# What the first unit can do until the region's people say more: take in, arrange, walk beside, look after itself.
FIRST_ROLES = ("coordinator", "responsible_worker", "manager", "organisation_admin")
# What tells of one region's own bodies and towns and so is not taken along.
LEFT_BEHIND = ("eligibility", "contact_points", "work_domains", "networks", "projects", "links", "guides")


def first_content(
    *, key: str, names: dict[str, str], languages: list[str], help_phone: str, help_hours: dict[str, str],
    municipalities: list[dict[str, Any]], organisation: dict[str, Any], source: Content | None = None,
) -> Content:
    """What a region's first draft holds. `organisation` has one unit, which takes in what nobody chose a unit for."""
    unit = organisation["units"][0]["key"]
    model = _copied(source["model"], unit, organisation["kind"]) if source else _empty()
    model |= {
        "version": f"{dates.today().year}-1", "valid_from": dates.today().isoformat(), "valid_to": None,
        "names": {**names},
    }
    info = {
        "key": key, "names": names, "languages": languages, "help_phone": help_phone, "help_hours": help_hours,
        "municipalities": municipalities, "wording": deepcopy(source["info"]["wording"]) if source else usual_words(),
        "import_account": {"username": f"tuonti.{''.join(filter(str.isalpha, key))[:40]}", "unit": unit},
    }
    return {"info": info, "organisations": [organisation], "model": model}


def usual_words() -> dict[str, dict[str, str]]:
    """The words of the service as they are unless a region has its own."""
    words: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with override(language):
            for name, text in {
                "service": _("Työkyvyn tuki"), "tagline": _("Kuljemme rinnalla"),
                "responsible_worker": _("Asiakasvastaava"), "coordinator": _("Työkykykoordinaattori"),
                "job_coach": _("Työhönvalmentaja"), "team": _("Työkykytiimi"),
            }.items():
                words.setdefault(name, {})[language] = text
    return words


def _empty() -> dict[str, Any]:
    """A model of the common stages; the rest is filled in page by page, and the front page tells what is needed."""
    stages = [{"key": one.key, "names": None, "prompt": None} for one in codes.common().stages]
    lists = ("deadlines", "teams", "support_layers", "path_templates", "questions", "offers", *LEFT_BEHIND)
    return {"stages": stages, "codes": {}, **{name: [] for name in lists}}


def _copied(model: dict[str, Any], unit: str, kind: str) -> dict[str, Any]:
    """Another region's model with everything given to the first unit; of services those that its body may arrange."""
    copy = deepcopy(model)
    copy |= {name: [] for name in LEFT_BEHIND}
    for name in ("teams", "support_layers", "offers"):
        for one in copy[name]:
            if one.get("unit"):
                one["unit"] = unit
    organised = {card.key for card in codes.common().cards if kind in card.organised_by(dates.today())}
    copy["offers"] = [one for one in copy["offers"] if one["card"] in organised]
    return copy
