"""Proposals beside choices and clients by target group, in numbers: what is counted, who sees it, what stays hidden."""

import pytest
from django.db import connection

from rinnalla.access.roles import ALL_GROUPS, ROLES
from rinnalla.assessments import actions
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.cases.models import Case
from rinnalla.catalogue.tests.cards import offer_everything
from rinnalla.desk.supports import supports, target_groups
from rinnalla.lib import dates
from rinnalla.people.models import Person
from rinnalla.services import actions as services
from rinnalla.testing import as_actor
from tests.test_query_counts import open_cases

ADDRESS = "/figures/support/"
NEEDS = dict.fromkeys(("work", "housing", "participation"), ("need", ""))
PARTS = {"network": "Sisko.", "goal": "Työ.", "resources": "Kädet.", "responsible_reason": "Sovitaan pian"}


def _talks(cast, *, followed: int, otherwise: int, told=None, **facts) -> list[Case]:
    """Signed talks whose proposal ("coordinated") was followed, or not."""
    open_cases(cast, followed + otherwise)
    with as_actor(cast.a_katri):
        found = list(Case.objects.exclude(pk=cast.case.pk).order_by("pk"))
        for place, case in enumerate(found):
            row = actions.start(case=case, by=cast.a_katri)
            actions.save(assessment=row, version=row.version, by=cast.a_katri, groups=ALL_GROUPS,
                         facts={**PARTS, **facts}, answers=NEEDS, told=told or {})
            actions.sign(assessment=row, version=row.version, by=cast.a_katri)
            row = NeedsAssessment.objects.get(pk=row.pk)
            chosen, why = ("coordinated", "") if place < followed else ("guided", "Asiakkaan toive.")
            actions.decide(assessment=row, subject="segment", chosen=chosen, by=cast.a_katri, groups=ALL_GROUPS,
                           reason=why)
    return found


def _figures(cast):
    with as_actor(_manager(cast)):
        return supports(cast.region)


def _manager(cast):
    from rinnalla.access.acting import staff_actor
    from rinnalla.access.models import Membership

    return staff_actor(Membership.objects.select_related("unit__organisation").get(user=cast.roles["manager"]))


@pytest.mark.row("V-113")
def test_the_share_of_followed_proposals_is_told_from_the_newest_choice_of_each_case(cast):
    found = _talks(cast, followed=9, otherwise=6)
    told = _figures(cast)
    assert (told.share, told.decided) == (60, 15)
    assert [(one.proposed, one.followed.number, one.otherwise.number) for one in told.choices] == [
        ("Rinnalla kulkeva tuki", 9, 6)
    ]
    with as_actor(cast.a_katri):
        row = NeedsAssessment.objects.get(case=found[-1])
        actions.decide(assessment=row, subject="segment", chosen="coordinated", by=cast.a_katri, groups=ALL_GROUPS)
    assert _figures(cast).share == 67


def test_a_share_that_would_tell_of_a_few_is_not_told(cast):
    _talks(cast, followed=12, otherwise=2)
    told = _figures(cast)
    assert told.share is None
    assert [(one.followed.kind, one.otherwise.kind) for one in told.choices] == [("large", "small")]


def _count(cast, key: str):
    with as_actor(_manager(cast)):
        name = {one.name: one.clients for one in target_groups(cast.region, dates.today())}
    return name[key]


@pytest.mark.row("T-09")
@pytest.mark.row("T-10")
def test_clients_are_counted_by_jobseeker_status(cast):
    open_cases(cast, 11)
    with as_actor(cast.a_katri):
        people = list(Case.objects.exclude(pk=cast.case.pk).values_list("person_id", flat=True))
        Person.objects.filter(pk__in=people[:6]).update(jobseeker_status="registered")
        Person.objects.filter(pk__in=people[6:]).update(jobseeker_status="not_registered")
    assert _count(cast, "Työttömät työnhakijat") == 6
    assert _count(cast, "Työikäiset työttömät, jotka eivät ole työnhakijoita") == 5


@pytest.mark.row("I-04")
def test_recurrent_and_long_unemployment_are_told_apart(cast):
    _talks(cast, followed=6, otherwise=0, told={"recurrent_unemployment": True}, unemployment_months=3)
    assert _count(cast, "Toistuvaistyöttömät") == 6 and _count(cast, "Pitkäaikaistyöttömät") == 0


def test_long_unemployment_by_the_limit(cast):
    _talks(cast, followed=6, otherwise=0, unemployment_spells=1, unemployment_months=12)
    assert _count(cast, "Toistuvaistyöttömät") == 0 and _count(cast, "Pitkäaikaistyöttömät") == 6


GROUPS = [
    ("rehabilitative_work_activity", "Kuntouttavan työtoiminnan asiakkaat"),
    ("shl_employment_support", "Vammaisten työllistymistä tukevan toiminnan ja työtoiminnan asiakkaat"),
    ("disability_job_coaching", "Kehitysvammaisten työtoiminnan ja työhönvalmennuksen asiakkaat"),
    ("social_rehabilitation", "Sosiaalisen kuntoutuksen asiakkaat"),
    ("substance_and_mental_health_rehabilitation", "Sosiaalihuollon mielenterveys- ja päihdetyön asiakkaat"),
]


@pytest.mark.row("I-05")
@pytest.mark.parametrize(("card", "group"), GROUPS)
def test_clients_are_counted_by_the_service_they_are_in_and_a_few_are_not_told(cast, card, group):
    cards = offer_everything(cast.region, cast.team)
    assert _count(cast, group) == 0
    open_cases(cast, 5)
    with as_actor(cast.a_katri):
        for place, case in enumerate(Case.objects.exclude(pk=cast.case.pk).order_by("pk")):
            one = services.plan_service(
                case=case, by=cast.a_katri, card=cards[card], field_group=cards[card].field_group
            )
            services.start_service(episode=one, by=cast.a_katri, version=one.version, on=dates.today())
            if place == 3:
                break
    assert _count(cast, group) is None
    with as_actor(cast.a_katri):
        last = Case.objects.exclude(pk=cast.case.pk).order_by("pk").last()
        one = services.plan_service(case=last, by=cast.a_katri, card=cards[card], field_group=cards[card].field_group)
        services.start_service(episode=one, by=cast.a_katri, version=one.version, on=dates.today())
    assert _count(cast, group) == 5


@pytest.mark.parametrize("role", ROLES)
def test_only_who_leads_by_figures_gets_the_page(cast, sign_in, role):
    expected = 200 if role == "manager" else 403
    assert sign_in(cast.roles[role]).get(ADDRESS).status_code == expected


def test_the_page_names_nobody_and_other_regions_count_nothing(cast, sign_in):
    _talks(cast, followed=9, otherwise=6)
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    assert "60 prosentissa" in page and "Oskari" not in page and "Lehto" not in page
    with as_actor(cast.a_katri), connection.cursor() as cursor:
        cursor.execute("select count(*) from desk_choice_counts(%s, '2000-01-01', '2100-01-01')", [cast.region.pk])
        assert cursor.fetchone() == (0,)
    with as_actor(_manager(cast)), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from desk_choice_counts(%s, '2000-01-01', '2100-01-01')", [cast.other_region.pk]
        )
        assert cursor.fetchone() == (0,)


def test_an_empty_region_says_so(cast, sign_in):
    page = sign_in(cast.roles["manager"]).get(ADDRESS).content.decode()
    assert "Valintoja ei ole vielä tehty." in page
