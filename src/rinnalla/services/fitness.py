"""Whether a service fits a client: what the client needs to have arranged, and what the card says it has (I-17)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.people.models import Person
from rinnalla.servicemodels.codes import code_name


def needs_of(person: Person) -> tuple[str, ...]:
    """The client's special needs by key: those told, an interpreter, and another language than the authorities' own."""
    told = [one for one in person.special_needs if one not in ("interpreter", "other_language")]
    return (*(["interpreter"] if person.interpreter else []), *told)


def lacking(card: ServiceCard, person: Person) -> list[str]:
    """The client's special needs that the card does not say it meets; `other_language` when the client's language is
    not among the card's and no interpreter is to be had there."""
    found = [one for one in needs_of(person) if one not in card.special_needs]
    spoken = person.language in card.languages or not card.languages
    if not spoken and "interpreter" not in card.special_needs and "other_language" not in card.special_needs:
        found.insert(0, "other_language")
    return found


def unfit(cards: Iterable[ServiceCard], person: Person) -> dict[int, list[str]]:
    """The cards that lack something the client needs, by id."""
    return {card.pk: found for card in cards if (found := lacking(card, person))}


def warnings(card: ServiceCard, person: Person) -> list[str]:
    """What must be known of a card before guiding this client to it: unchecked (L-81), ending (L-67), unfit (I-17)."""
    told = []
    if card.unchecked:
        told.append(_("tiedot tarkistamatta %(day)s jälkeen") % {"day": dates.d(card.checked_on)})
    if card.valid_until:
        told.append(_("päättyy %(day)s") % {"day": dates.d(card.valid_until)})
    if found := lacking(card, person):
        names = ", ".join(code_name("special_needs", one) for one in found)
        told.append(_("kortti ei lupaa: %(needs)s") % {"needs": names})
    return told
