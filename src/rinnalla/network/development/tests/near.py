"""What the tests of development work begin with: partners, a project, a partnership, contacts."""

from datetime import date, timedelta

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.network.contacts.actions import Planned, Went, plan_contact
from rinnalla.network.contacts.models import ContactPart, CooperationContact
from rinnalla.network.development.actions import ActionWords, add_development
from rinnalla.network.development.models import Development
from rinnalla.network.partners.actions import PartnerWords, add_partner
from rinnalla.network.partners.models import Partner
from rinnalla.network.projects.actions import ProjectWords, found_project
from rinnalla.network.projects.models import Project
from rinnalla.testing import as_actor

KEY = "7f0f0d9e-54cd-4ea1-a6ff-7c6b8bbd6c10"


def ahead(days: int) -> date:
    return dates.today() + timedelta(days=days)


def a_partner(by, name="Vates-säätiö", kind="association", **more) -> Partner:
    with as_actor(by):
        return add_partner(by=by, words=PartnerWords(name, kind, "Kehityspäällikkö", **more))


def a_project(by, **more) -> Project:
    words = {"name": "TYKKI", "funder": "Ministeriö", "starts_on": date(2021, 1, 1), "ends_on": date(2022, 12, 31),
             "aims": "Työkyvyn tuki kuntoon.", "groups": ("long_term_unemployed", "professional")}  # fmt: skip
    with as_actor(by):
        return found_project(by=by, words=ProjectWords(**{**words, **more}))


def a_contact(by, partner, on, *, came=None, kind="meeting", theme="Osatyökykyisyys", **more) -> CooperationContact:
    planned = {"kind": kind, "title": f"{theme} {on}", "theme": theme, "audience": "partners", "on": on, **more}
    with as_actor(by):
        return plan_contact(
            by=by, planned=Planned(**planned), partners={partner: ContactPart.Role.TAKES_PART},
            went=None if came is None else Went(came),
        )  # fmt: skip


def an_action(by, title="Alihankintamalli", **more) -> Development:
    with as_actor(by):
        return add_development(by=by, words=ActionWords(title=title, what="Kokeillaan yhdessä.", **more))


def elsewhere(cast) -> User:
    """A coordinator of another body of the region."""
    by = system("test")
    with acting(by):
        user = add_user(by=by, username="kaisa", name="Kaisa Koe", email="kaisa@example.org")
        give_membership(by=by, user=user, unit=cast.coaching, role="coordinator", starts_on=dates.today())
    return user


def card_of(cast) -> ServiceCard:
    """A service of the region to be tried."""
    return offer_everything(cast.region, cast.jobs)["work_ability_assessment"]
