"""What happens in another region changes nothing on the pages of whoever stands outside it: no count, no order."""

import re

import pytest
from django.db import transaction

from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.people.models import Person
from tests.world import OWNER, grant

OF_THE_MOMENT = re.compile(r'(name="(?:csrfmiddlewaretoken|form_key)" value=")[^"]*|"csrf"[^,}]*|\d{1,2}\.\d{2}(?=\b)')
READERS = ("works-coordinator", "works-manager", "works-data_protection_officer")


def pages(life, name: str) -> dict[str, str]:
    """Every page of one's own work and every public one, without what is of the moment."""
    found = {}
    for route in life.reading:
        if "<" not in route["path"] and route["scope"] in ("unit", "public"):
            with transaction.atomic():
                answer = life.browser(name).get(route["path"])
                body = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
                found[route["path"]] = f"{answer.status_code} {OF_THE_MOMENT.sub('', body)}"
                transaction.set_rollback(True)
    return found


def more_life_elsewhere(life) -> None:
    """Three people more in the other region, one of them late with everything, and a case of the region closed."""
    region_id = life.world.other.case.person.region_id
    for number in range(3):
        person = Person(region_id=region_id)
        person.set_names("Uusi", f"Tulija{number}")
        person.save(using=OWNER)
        case = Case.objects.using(OWNER).create(
            number=f"9999-100{number}", region_id=region_id, person=person, holder_unit=life.world.other.unit,
            responsible_worker=life.world.other.worker, responsible_since=dates.now(), next_step="Soitto",
            next_step_on=dates.today(), review_on=dates.today(),
        )  # fmt: skip
        grant(case, life.world.other.worker, 3)


@pytest.mark.fuzz
def test_the_pages_of_a_stranger_are_byte_for_byte_the_same_whatever_happens_elsewhere(life):
    """Goal A10. Guards against: all cases counted past the walls into the frame of every page."""
    for name in READERS:
        pages(life, name)  # the first visit of a session differs: a membership is chosen
    before = {name: pages(life, name) for name in READERS}
    assert {name: pages(life, name) for name in READERS} == before, "what is of the moment must be left out first"
    more_life_elsewhere(life)
    for name in READERS:
        after = pages(life, name)
        changed = [path for path, text in after.items() if before[name][path] != text]
        assert len(after) > 60 and not changed, (name, changed)
