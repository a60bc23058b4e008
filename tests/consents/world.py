"""What these tests share: a consent given, Kela with its expert, the words of a page."""

import re
from html import unescape
from types import SimpleNamespace

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.cases.consents import actions as consents
from rinnalla.cast import _organisation, _unit, actor_named
from rinnalla.lib import dates
from rinnalla.testing import as_actor


def kela_of(cast) -> SimpleNamespace:
    """Kela with one expert, Mari."""
    by = system("test")
    with acting(by):
        organisation = _organisation(cast.region, "kela-koe", "kela", "Kela")
        unit = _unit(organisation, "kela-koe", "Kelan työkykyneuvonta")
        mari = add_user(by=by, username="mari", name="Mari Salo", email="mari@example.org")
        give_membership(by=by, user=mari, unit=unit, role="kela_expert", starts_on=dates.today().replace(year=2024))
    return SimpleNamespace(organisation=organisation, unit=unit, mari=mari, actor=actor_named("mari"))


def given(cast, organisation, groups=("employment",), **more):
    """A consent for the organisation, in writing and from today unless told otherwise."""
    values = {"mode": "written", "given_on": dates.today(), **more}
    with as_actor(cast.a_katri):
        return consents.give_consent(
            case=cast.case, organisation=organisation, groups=groups, by=cast.a_katri, **values
        )


def in_force(cast):
    """Askel's consent now."""
    with as_actor(cast.a_katri):
        return cast.case.consents.select_related("organisation", "case").get(
            organisation=cast.coaching.organisation, withdrawn_at__isnull=True
        )


def words(answer) -> str:
    """A page's text as people read it."""
    text = re.sub(r"<(style|script).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
