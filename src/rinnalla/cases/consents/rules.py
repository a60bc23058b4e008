"""What a consent may say, and what it opens (381/2023 § 15, 380/2023 § 118, Kela's Y100; L-84, L-85, I-32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rinnalla.access.models import Consent
from rinnalla.access.roles import BASICS
from rinnalla.cases import grounds
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes

WRITTEN, SPOKEN, ONLINE = "written", "spoken", "online"
EMPLOYER = "employer"
ITEMISED = ("health", "special")  # groups a consent names kind by kind for a body outside health care


@dataclass(frozen=True)
class Terms:
    """What the client allows: which groups, which kinds of health data, how it was said, until when, for what."""

    groups: tuple[str, ...]
    mode: str = WRITTEN
    health_kinds: tuple[str, ...] = ()
    ends_on: date | None = None
    matter: str = ""
    language: str = "fi"

    def groups_for(self, organisation: Organisation) -> list[str]:
        """With the basics, since nobody can be helped without a name; an employer gets just what is listed (§ 118)."""
        listed = organisation.kind == EMPLOYER
        return sorted(set(self.groups) if listed else {BASICS, *self.groups})


def opened_on(groups: Iterable[str], kinds: Iterable[str], organisation: Organisation) -> frozenset[str]:
    """The field groups that a consent opens on the pages of a case.

    On pages a group is one whole: to a body outside health care a health group opens only when every kind in it is
    named. What is named in part goes out in packets, which tell the kinds apart.
    """
    if _is_health_care(organisation):
        return frozenset(groups)
    named = set(kinds)
    return frozenset(group for group in groups if group not in ITEMISED or _kinds_of(group) <= named)


def opened(consent: Consent) -> frozenset[str]:
    """The field groups a consent opens on pages."""
    return opened_on(consent.field_groups, consent.health_kinds, consent.organisation)


def stands_on(
    case: Case, organisation: Organisation, ground: str, consent: Consent | None = None, field: str = ""
) -> Consent | None:
    """The consent that leave to work in the case stands on, None when a statute is the ground (L-45, L-84). Raises
    Refused without one that is this case's, for this organisation, in force and lasting."""
    grounds.require(case, organisation, ground, field)
    if ground != grounds.CONSENT:
        return None
    found = grounds.consent_for(case, organisation, lock=True)
    if found is None or (consent and consent.pk != found.pk):
        text = _("%(body)s tarvitsee asiakkaan suostumuksen. Kirjaa se ensin.")
        raise Refused(text % {"body": organisation.name}, field=field)
    if not found.lasting:
        text = _("Suullinen lupa riittää yhteen yhteydenottoon. Tähän tarvitaan kirjallinen tai verkossa annettu lupa.")
        raise Refused(text, field=field)
    return found


def itemises(organisation: Organisation) -> bool:
    """Whether a consent for this body names the kinds of health data."""
    return not _is_health_care(organisation)


def check(case: Case, organisation: Organisation, terms: Terms, given_on: date) -> None:
    """Raises Refused, saying what would be right, when the law gives it already or the consent may not say this."""
    if given_on > dates.today():
        text = _("Päivä on tulevaisuudessa. Kirjaa suostumus sinä päivänä, kun asiakas antaa sen.")
        raise Refused(text, field="given_on")
    if not terms.groups:
        raise Refused(_("Valitse, mitä organisaatio saa nähdä."), field="groups")
    _not_by_law(case, organisation, terms)
    _may_be_given(organisation, terms)
    _kinds_named(organisation, terms)
    if terms.ends_on and terms.ends_on < given_on:
        raise Refused(_("Suostumus ei voi päättyä ennen kuin se on annettu."), field="ends_on")
    if terms.mode == SPOKEN:
        _one_matter(terms, given_on)


def _not_by_law(case: Case, organisation: Organisation, terms: Terms) -> None:
    """Consent is not asked for what the law gives already: it could be withdrawn without anything ending (I-32)."""
    by_law = grounds.law_groups(case, organisation)
    if not by_law:
        return
    asked = set(terms.groups) - {BASICS} or {BASICS}
    if covered := sorted(asked & by_law):
        text = _("Suostumusta ei kysytä: %(body)s saa nämä tiedot lain nojalla. Laki: %(law)s. Tiedot: %(groups)s.")
        law = codes.statute_words(grounds.statute_for(case, organisation) or "")
        raise Refused(text % {"body": organisation.name, "law": law, "groups": group_names(covered)}, field="groups")


def _may_be_given(organisation: Organisation, terms: Terms) -> None:
    kind = codes.code("organisation_kinds", organisation.kind)
    if kind and (over := sorted(set(terms.groups) & set(kind.definition.never_given))):
        text = _("%(body)s ei saa näitä tietoja edes suostumuksella: %(groups)s. Kerro sille vain, mitä työssä "
                 "pitää järjestää.")  # fmt: skip
        raise Refused(text % {"body": organisation.name, "groups": group_names(over)}, field="groups")
    if kind and kind.definition.written_only and terms.mode == SPOKEN:
        raise Refused(_("Työnantajaa varten suostumus pyydetään kirjallisena."), field="mode")


def _kinds_named(organisation: Organisation, terms: Terms) -> None:
    named = {key: codes.code("health_kinds", key) for key in terms.health_kinds}
    if any(one is None for one in named.values()):
        raise Refused(_("Valitse terveystiedot luettelosta."), field="health_kinds")
    groups = {one.definition.field_group for one in named.values() if one}
    if over := groups - set(terms.groups):
        text = _("Valitse myös tietoryhmä, johon nämä kuuluvat: %(groups)s.")
        raise Refused(text % {"groups": group_names(over)}, field="groups")
    if itemises(organisation) and (bare := {one for one in terms.groups if one in ITEMISED} - groups):
        text = _("%(body)s ei ole terveydenhuoltoa. Nimeä, mitkä tiedot se saa: %(groups)s.")
        raise Refused(text % {"body": organisation.name, "groups": group_names(bare)}, field="health_kinds")


def _one_matter(terms: Terms, given_on: date) -> None:
    """A spoken consent covers one contact: which one, and its day."""
    if not terms.matter.strip():
        raise Refused(_("Suullinen suostumus koskee yhtä asiaa. Kirjoita, mitä asiaa."), field="matter")
    last = given_on + timedelta(days=codes.deadline(None, "spoken_consent"))
    if terms.ends_on and terms.ends_on > last:
        text = _("Suullinen suostumus kattaa yhden yhteydenoton, viimeistään %(day)s. Pyydä pidempi kirjallisena.")
        raise Refused(text % {"day": dates.d(last)}, field="ends_on")


def form_version(kind: str, on: date) -> str:
    """The key of the form a consent of this kind was given on that day; "" when none is listed."""
    return next((one.key for one in codes.code_list("consent_forms", on) if one.definition.kind == kind), "")


def group_names(keys: Iterable[str]) -> str:
    return ", ".join(codes.code_name("field_groups", one).lower() for one in sorted(keys))


def _kinds_of(group: str) -> set[str]:
    return {one.key for one in codes.code_list("health_kinds") if one.definition.field_group == group}


def _is_health_care(organisation: Organisation) -> bool:
    kind = codes.code("organisation_kinds", organisation.kind)
    return bool(kind and kind.definition.health_care)
