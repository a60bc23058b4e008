"""What spans rooms and is found by role: employer cooperation and communications (E-04), the competence unit (T-37)."""

import pytest

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.tests.versions import first_version

pytestmark = pytest.mark.django_db

KEEP_EMPLOYERS = {"employer_coordinator", "job_coach", "coordinator", "employment_expert"}
READ_EMPLOYERS = KEEP_EMPLOYERS | {"manager", "responsible_worker", "social_worker"}
KEEP_COMMUNICATION = {"employer_coordinator", "coordinator", "manager"}


@pytest.mark.row("E-04")
@pytest.mark.parametrize("entry, new, readers, keepers", [
    ("/employers/", "/employers/new/", READ_EMPLOYERS, KEEP_EMPLOYERS),
    ("/communications/", "/communications/new/", None, KEEP_COMMUNICATION),
])  # fmt: skip
def test_each_role_reaches_employer_cooperation_and_communications_as_it_should(
    cast, sign_in, entry, new, readers, keepers
):
    """From the menu of every page, and only who may: what is drawn opens, what is not drawn is refused. `readers` None:
    everybody who works here, but for whoever decides, who sees the boards alone. Seen red: the entry left out of the
    menu; the permission taken from the manager."""
    for role, user in cast.roles.items():
        browser = sign_in(user)
        drawn = f'href="{entry}"' in browser.get("/trainings/").content.decode()
        reads = role != "decision_maker" if readers is None else role in readers
        assert (drawn, browser.get(entry).status_code) == (reads, 200 if reads else 403), role
        assert browser.get(new).status_code == (200 if role in keepers else 403), role
    assert sign_in(cast.tuula).get(entry).status_code in (403, 404)


@pytest.fixture
def centre(cast):
    """The team's unit is the region's competence unit, by the region's own file."""
    def founded(content):
        content["organisations"][0]["units"][0]["kind"] = "competence_unit"

    version = first_version(cast.region, founded)
    key = version.content["organisations"][0]["units"][0]["key"]
    unit = Unit.objects.get(organisation__region=cast.region, key=key)
    assert unit.kind == "competence_unit"
    Unit.objects.filter(pk=cast.team.pk).update(kind="competence_unit")
    ServiceCard.objects.filter(region=cast.region).delete()
    offer_everything(cast.region, cast.team)
    return Unit.objects.get(pk=cast.team.pk)


@pytest.mark.row("T-37")
def test_the_competence_unit_has_a_page_with_staff_services_desk_and_contact(cast, centre, sign_in):
    """Seen red: `kind` not written when the model is loaded; the staff of all units; a unit of another region shown."""
    browser, here = sign_in(cast.timo), f"/services/units/{centre.uuid}/"
    found = browser.get("/consultations/").content.decode()
    assert centre.name in found and f'href="{here}"' in found
    page = browser.get(here).content.decode()
    assert "Työkyvyn osaamisyksikkö" in page and centre.organisation.name in page
    assert "Katri Ylinen" in page and "Petra Nygård" in page and "Työkykykoordinaattori" in page
    assert "Janne Kallio" not in page and "Timo" not in page.split('id="h-staff"')[1]
    card = ServiceCard.objects.offered().get(unit=centre, key="self_care")
    assert card.name in page and f'href="/services/{card.uuid}/"' in page
    assert centre.phone in page and f'href="tel:{centre.phone.replace(" ", "")}"' in page
    assert ".example" in page.split('id="h-contact"')[1].split("</section>")[0]
    asking = f"/consultations/new/?unit={centre.pk}"
    assert asking in page and f'<option value="{centre.pk}" selected>' in browser.get(asking).content.decode()
    own = sign_in(cast.katri).get(here).content.decode()
    assert asking not in own and "Tämä on oma yksikkösi." in own
    assert sign_in(cast.ritva).get(here).status_code == 404
    assert sign_in(cast.tuula).get(here).status_code in (403, 404)


def test_who_works_in_two_roles_stands_once_and_who_left_not_at_all(cast, centre, sign_in):
    by = system("test")
    with acting(by):
        give_membership(by=by, user=cast.katri, unit=centre, role="responsible_worker")
        gone = add_user(by=by, username="lahtenyt", name="Lassi Lähtenyt", email="lassi@example.org")
        membership = give_membership(by=by, user=gone, unit=centre, role="nurse")
    here = f"/services/units/{centre.uuid}/"
    assert "Lassi Lähtenyt" in sign_in(cast.timo).get(here).content.decode()
    type(membership).objects.filter(pk=membership.pk).update(ended_at=dates.now())
    staff = sign_in(cast.timo).get(here).content.decode().split('id="h-staff"')[1]
    assert "Lassi Lähtenyt" not in staff and staff.count("Katri Ylinen") == 1 and "Asiakasvastaava" in staff

