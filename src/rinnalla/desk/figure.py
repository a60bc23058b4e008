"""The numbers of the path figure: counted past the walls as numbers alone, small ones hidden before they are printed.

On the left what came in during the last twelve months (populations, senders, routes: V-28…V-40, V-43…V-49), elsewhere
the clients now (V-27). A referral is `outside_services` when the need was noticed in outreach, and such a meeting is
counted though no case was ever opened (V-29); one's own contact is `new_applicant`, a referral of the network tells of
somebody already in services. Services under special protection are not counted at all (domain page, section 7.2).
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.catalogue.figure.content import Content, Entry, sender_key
from rinnalla.catalogue.figures import Counted
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, about, hide_small, protect
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes

MONTHS = 12  # how far back what came in is counted
ROUTES = {"intake:self", "intake:network", "intake:third_sector_encouraged"}
ADVICE = {"intake:guidance", "intake:benefit_advice", "intake:counterpart_pair_work"}
OUTREACH = "outreach"  # the national code of places where those outside services are met


def counted(region: Region, content: Content) -> Counted:
    """What may be printed of the region's numbers. One statement; the database gives them only to a manager's
    membership of this region."""
    raw = _counts(region, content, dates.add_months(dates.today(), -MONTHS))
    limit = codes.deadline(region, "small_number")
    shown: dict[str, Shown] = {}
    boxes = {f"box:{box.key}": about(raw.get(f"box:{box.key}", 0)) for box in content.boxes}
    for family, whole in _families(content):
        hide = protect if whole is PARTS or boxes.get(whole) else hide_small
        shown |= hide({entry.key: raw.get(entry.key, 0) for entry in family}, limit)
    steps = protect({key: raw.get(f"step:{key}", 0) for key in content.steps}, limit)
    numbers = {key: printed(one, limit) for key, one in shown.items()}
    numbers |= {key: _("noin %(n)s asiakasta") % {"n": total} for key, total in boxes.items() if total}
    known = {key: one.number for key, one in shown.items() if one.kind == "number"}
    known |= {key: total for key, total in boxes.items() if total}
    notes = {key: _clients(one, limit) for key, one in steps.items()}
    return Counted(numbers, _weights(content, known), notes, _remark(limit))


def _counts(region: Region, content: Content, since: date) -> dict[str, int]:
    cards = {card: entry.key.removeprefix("card:") for entry in content.entries for card in entry.cards}
    places = codes.code_list("identification_places", region=region)
    outreach = [place.key for place in places if OUTREACH in (place.key, place.counts_as)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, sum(number)::bigint from desk_figure_counts(%s::jsonb, %s, %s) group by key",
            [json.dumps(cards), outreach, since],
        )
        raw = dict(cursor.fetchall())
    for sender in codes.common().figure.senders:
        raw[sender_key(sender)] = sum(raw.get(f"sender:{kind}", 0) for kind in sender.kinds)
    return raw


PARTS = None  # a family whose sum may be known: every contact is in one of them, or in one of another such family


def _families(content: Content) -> Iterable[tuple[list[Entry], str | None]]:
    """What is hidden together, and the box whose whole is printed beside it. Steps and papers of mapping are not
    services and have no number; neither has what is under special protection."""
    cards = codes.common().cards
    uncounted = {card.key for card in cards if card.field_group == "special" or card.kind in ("step", "document")}
    intake = [entry for one in content.intake for entry in one.entries]
    yield list(content.populations), PARTS
    yield list(content.senders), PARTS
    yield [entry for entry in intake if entry.key in ROUTES], PARTS
    yield [entry for entry in intake if entry.key in ADVICE], ""
    for key, entries in (("", content.extras), *((f"box:{box.key}", box.entries) for box in content.boxes)):
        yield [one for one in entries if one.cards and not uncounted.intersection(one.cards)], key


def printed(shown: Shown, limit: int) -> str:
    """A number as it is printed: itself, "< 5", "≥ 5" when it is hidden for another's sake, or a dash."""
    return {
        "number": str(shown.number), "small": f"< {limit}", "large": f"≥ {limit}", "withheld": "–",
    }[shown.kind]  # fmt: skip


def _clients(shown: Shown, limit: int) -> str:
    """How many clients are in a stage, in words (V-27)."""
    if shown.kind == "number":
        return ngettext("%(n)s asiakas nyt", "%(n)s asiakasta nyt", shown.number) % {"n": shown.number}
    said = {"small": _("alle %(n)s asiakasta nyt"), "large": _("vähintään %(n)s asiakasta nyt")}
    return said.get(shown.kind, _("luku peitetty")) % {"n": limit}


def _weights(content: Content, known: Mapping[str, int]) -> dict[str, float]:
    """How thick the strands are, of printed numbers alone: a hidden one is drawn thin and tells nothing."""
    weights: dict[str, float] = {}
    boxes = [f"box:{box.key}" for box in content.boxes]
    for keys in ([one.key for one in content.populations], [one.key for one in content.senders], boxes):
        most = max((known.get(key, 0) for key in keys), default=0) or 1
        weights |= {key: known.get(key, 0) / most for key in keys}
    return weights


def _remark(limit: int) -> str:
    return " ".join([
        _("Vasemmalla ja alkupalvelussa yhteydenotot, lähetteet ja neuvonta 12 kuukaudelta, muualla asiakkaat nyt."),
        _("Alle %(n)s:n luvut peitetään, samoin luvut, joista ne voisi laskea.") % {"n": limit},
        _("Erityisesti suojattuja palveluja ei lasketa. Asiakkaalla voi olla monta palvelua."),
        _("Viivan paksuus kertoo määrän."),
    ])  # fmt: skip
