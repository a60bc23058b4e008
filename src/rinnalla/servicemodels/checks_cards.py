"""What no single card can see: names it must find elsewhere, and what a complete card has (E-27)."""

import re
from collections.abc import Iterator, Sequence

from rinnalla.servicemodels.checking import each_known, known, same
from rinnalla.servicemodels.definitions import Card, Common, RegionDefinition, WorkDomain
from rinnalla.servicemodels.faults import Fault, listing
from rinnalla.servicemodels.yamlfile import Place, YamlFile

LONGEST_SENTENCE = 22  # words; plain Finnish keeps under it, and a longer sentence holds two thoughts
LONGEST_MEAN = 13


def of_common(common: Common, files: dict[str, YamlFile]) -> Iterator[Fault]:
    """Names in cards and benefits that must exist elsewhere."""
    statutes, cards = [one.key for one in common.statutes], [one.key for one in common.cards]
    lists = {
        "benefits": [one.key for one in common.benefits],
        "outcomes": [one.key for one in common.codes.service_outcomes],
        "responsible": [one.key for one in common.codes.responsible_bodies],
        "special_needs": [one.key for one in common.codes.special_needs],
    }
    kinds, file = [one.key for one in common.organisation_kinds], files["cards"]
    for n, card in enumerate(common.cards):
        for m, organiser in enumerate(card.organisers):
            yield from known(file, ("cards", n, "organisers", m, "kind"), organiser.kind, kinds)
        for m, term in enumerate(card.durations):
            yield from known(file, ("cards", n, "durations", m, "statute"), term.statute, statutes)
        for name, names in lists.items():
            yield from each_known(file, ("cards", n, name), getattr(card, name), names)
    yield from _work_domains(common.mail_domains.work, common, files["mail_domains"], ("work",))
    for n, benefit in enumerate(common.benefits):
        yield from known(files["benefits"], ("benefits", n, "statute"), benefit.statute, statutes)
        yield from known(files["benefits"], ("benefits", n, "card"), benefit.card, cards)


def of_region(region: RegionDefinition, common: Common, file: YamlFile) -> Iterator[Fault]:
    """An offered card exists, the body that offers it is one the card names, and codes and contact units exist."""
    cards = {card.key: card for card in common.cards}
    kind_of = {unit.key: o.kind for o in region.organisations for unit in o.units}
    languages, needs = [one.key for one in common.codes.languages], [one.key for one in common.codes.special_needs]
    types = [one.key for one in common.codes.service_types]
    for n, offer in enumerate(region.model.offers):
        yield from known(file, ("offers", n, "card"), offer.card, list(cards))
        yield from each_known(file, ("offers", n, "languages"), offer.languages, languages)
        yield from each_known(file, ("offers", n, "special_needs"), offer.special_needs, needs)
        yield from known(file, ("offers", n, "type"), offer.type, types)
        card, kind = cards.get(offer.card), kind_of.get(offer.unit)
        organisers = card.organised_by(region.model.valid_from) if card else ()
        if card and kind and kind not in organisers:
            place: Place = ("offers", n, "unit")
            yield file.fault("not_organiser", place, kind=kind, card=card.key, expected=listing(organisers))
    for n, point in enumerate(region.model.contact_points):
        yield from known(file, ("contact_points", n, "unit"), point.unit, list(region.units))
    yield from _work_domains(region.model.work_domains, common, file, ("work_domains",))


def _work_domains(rows: Sequence[WorkDomain], common: Common, file: YamlFile, where: Place) -> Iterator[Fault]:
    """Each once, and none of free mail, which tells nothing of where somebody works; each body of a known kind."""
    yield from same(file, [((*where, n, "domain"), one.domain) for n, one in enumerate(rows)])
    for n, one in enumerate(rows):
        if one.domain in common.mail_domains.free:
            yield file.fault("free_mail", (*where, n, "domain"), domain=one.domain)
        yield from known(file, (*where, n, "kind"), one.kind, [kind.key for kind in common.organisation_kinds])


def missing(card: Card) -> tuple[str, ...]:
    """What a complete card has and this one lacks (E-27): plain_language, for_whom, how_to_get_in, support, price,
    expectations, legal_basis; empty when nothing is missing."""
    told = {
        "plain_language": is_plain(card.summary.fi) and is_plain(card.how_to_get_in.fi),
        "for_whom": card.for_whom is not None,
        "how_to_get_in": bool(card.how_to_get_in.fi.strip()),
        "support": card.support is not None,
        "price": card.price is not None,
        "expectations": {one.about for one in card.expectations} == {"happens", "not", "hoped"},
        "legal_basis": bool(card.statutes),
    }
    return tuple(name for name, there in told.items() if not there)


def is_plain(text: str) -> bool:
    """Short sentences: none over 22 words, 13 on average. A start for plain language, not the whole of it."""
    lengths = [len(sentence.split()) for sentence in re.split(r"(?<=[.!?:])\s+", text.strip()) if sentence]
    return bool(lengths) and max(lengths) <= LONGEST_SENTENCE and sum(lengths) / len(lengths) <= LONGEST_MEAN
