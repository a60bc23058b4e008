"""An expert by experience sees only clients who asked for support, and only as long as they want it (L-59)."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rinnalla.access.models import Consent, Grant, Membership
from rinnalla.access.walls import open_case
from rinnalla.cases import closing
from rinnalla.cases.consents.actions import withdraw_consent
from rinnalla.cases.models import Case
from rinnalla.feedback.experts import actions
from rinnalla.feedback.experts.models import ExpertContact, ExpertReward, ExpertSupport
from rinnalla.feedback.tests.told import client
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.testing import as_actor, hand_over_all

pytestmark = pytest.mark.django_db
EXPERT = "rooli-experience_expert"
WISH = "Joku, joka on itse palannut töihin selkäleikkauksen jälkeen"


def place(username=EXPERT):
    return Membership.objects.select_related("user", "unit__organisation").get(user__username=username)


@pytest.fixture
def asked(cast):
    with as_actor(cast.a_tuula):
        return actions.ask_for_expert(case=cast.case, by=cast.a_tuula, wish=WISH)


def move_to_association(cast):
    Membership.objects.filter(pk=place().pk).update(unit=cast.coaching)


@pytest.fixture
def beside(cast, asked, request):
    if "withdraw" in request.node.name:  # a consent is asked of the client only where no statute lets the body in
        move_to_association(cast)
    with as_actor(cast.a_katri):
        actions.name_expert(support=asked, by=cast.a_katri, membership=place(), agreed=True)
        return ExpertSupport.objects.select_related("expert").get(pk=asked.pk)


@pytest.mark.row("L-59")
def test_an_expert_sees_only_clients_who_asked_and_nobody_after_the_end(cast, sign_in):
    """Through the pages. Guards against: the grant given when the client asks; the grant left when the client stops."""
    expert, mine, katri = sign_in(cast.everybody[EXPERT]), sign_in(cast.tuula), sign_in(cast.katri)
    address, other = f"/cases/{cast.case.uuid}/", client(cast, 1)[0]
    assert expert.get(address).status_code == 404
    assert mine.post("/my/expert/new/", {"wish": WISH}).status_code == 302
    assert expert.get(address).status_code == 404  # asked, nobody named
    with as_actor(cast.a_katri):
        support = ExpertSupport.objects.get()
    naming = f"{address}expert/{support.uuid}/naming/"
    assert WISH in katri.get(naming).content.decode()
    assert katri.post(naming, {"expert": str(place().pk)}).status_code == 422  # the client has not been asked
    assert katri.post(naming, {"expert": str(place().pk), "agreed": "on"}).status_code == 302
    assert expert.get(address).status_code == 200
    assert "Rantanen" in expert.get("/cases/").content.decode()
    assert expert.get(f"/cases/{other.uuid}/").status_code == 404
    assert "Rooli experience_expert" in mine.get("/my/expert/").content.decode()
    assert mine.post("/my/expert/stop/").status_code == 302
    assert expert.get(address).status_code == 404
    assert "Rantanen" not in expert.get("/cases/").content.decode()


@pytest.mark.row("L-59")
@pytest.mark.parametrize("by_law", [True, False])
def test_the_leave_is_narrow_and_stands_on_a_ground(cast, asked, by_law):
    """A statute where one lets the expert's body in, else the client's consent. Guards against: all groups."""
    if not by_law:
        move_to_association(cast)
    with as_actor(cast.a_katri):
        actions.name_expert(support=asked, by=cast.a_katri, membership=place(), agreed=True)
        open_case(cast.case.pk)
        grant = Grant.objects.get(pk=ExpertSupport.objects.get(pk=asked.pk).grant_id)
        assert (grant.depth, grant.field_groups) == (2, ["basics"])
        assert (grant.ground, grant.consent is None) == (("l381_15", True) if by_law else ("consent", False))


@pytest.mark.parametrize("how", ["stop", "withdraw", "close"])
def test_every_way_out_ends_the_experts_leave(cast, beside, sign_in, how):
    """Guards against: `standing_on` and `happened` taken out of the settings (the row stayed)."""
    if how == "stop":
        with as_actor(cast.actor(EXPERT)):
            actions.end_support(support=beside, by=cast.actor(EXPERT))
    elif how == "withdraw":
        with as_actor(cast.a_tuula):
            open_case(cast.case.pk)
            consent = Consent.objects.get(pk=Grant.objects.get(pk=beside.grant_id).consent_id)
            withdraw_consent(consent=consent, by=cast.a_tuula)
    else:
        with as_actor(cast.a_katri):
            hand_over_all(cast.case, cast.a_katri)
            case = Case.objects.get(pk=cast.case.pk)
            closing.close_case(case=case, version=case.version, by=cast.a_katri, solution_kind="employment",
                               solved="Työ", stays_open="Ei mitään")  # fmt: skip
    with as_actor(cast.a_tuula):
        assert ExpertSupport.objects.get(pk=beside.pk).state == "ended"
    assert sign_in(cast.everybody[EXPERT]).get(f"/cases/{cast.case.uuid}/").status_code == 404


@pytest.mark.row("L-59")
def test_contacts_are_noted_by_day_and_way_alone(cast, beside, sign_in):
    expert = sign_in(cast.everybody[EXPERT])
    address = f"/cases/{cast.case.uuid}/expert/"
    form = {"on": dates.d(dates.today()), "channel": "meeting", "form_key": str(uuid4())}
    new = f"{address}{beside.uuid}/contacts/new/"
    assert [expert.post(new, form).status_code for _n in range(2)] == [302, 302]
    with as_actor(cast.a_katri):
        assert ExpertContact.objects.count() == 1
        names = {one.name for one in ExpertContact._meta.concrete_fields}
        assert names == {"id", "uuid", "form_key", "made_at", "made_by", "case", "support", "on", "channel"}
    assert "tapaaminen" in sign_in(cast.katri).get(address).content.decode()
    with as_actor(cast.a_katri), pytest.raises(Refused, match="oma kokemusasiantuntija"):
        actions.note_contact(support=beside, by=cast.a_katri, on=dates.today(), channel="phone")
    with as_actor(cast.actor(EXPERT)), pytest.raises(Refused, match="vasta tulossa"):
        actions.note_contact(support=beside, by=cast.actor(EXPERT), on=dates.today() + timedelta(days=1),
                             channel="phone")  # fmt: skip


def test_one_at_a_time_and_asked_before_named(cast, asked):
    with as_actor(cast.a_tuula), pytest.raises(Refused, match="jo pyydetty"):
        actions.ask_for_expert(case=cast.case, by=cast.a_tuula)
    with as_actor(cast.a_katri):
        with pytest.raises(Refused, match="Kysy ensin"):
            actions.name_expert(support=asked, by=cast.a_katri, membership=place(), agreed=False)
        for username in ("muualta-experience_expert", "petra"):
            with pytest.raises(Refused, match="alueen kokemusasiantuntija"):
                actions.name_expert(support=asked, by=cast.a_katri, membership=place(username), agreed=True)
        with pytest.raises(IntegrityError, match="one_expert_beside"), transaction.atomic():
            ExpertSupport.objects.create(case=cast.case, by_client=True)


def test_a_consent_in_force_is_not_narrowed(cast, asked):
    """The coach's leave of the same organisation goes on. Guards against: a new consent for each expert."""
    with as_actor(cast.a_katri):
        move_to_association(cast)
        before = Consent.objects.get(organisation=cast.coaching.organisation, withdrawn_at__isnull=True)
        actions.name_expert(support=asked, by=cast.a_katri, membership=place(), agreed=True)
        assert Consent.objects.get(pk=before.pk).withdrawn_at is None


@pytest.mark.row("L-59")
def test_what_a_unit_pays_is_recorded_without_a_client(cast, sign_in):
    """Guards against: any manager of the region let in; a case added to the row."""
    manager, user = cast.actor("rooli-manager"), cast.everybody[EXPERT]
    boss = sign_in(cast.everybody["rooli-manager"])
    form = {"expert": str(place().pk), "month": dates.d(dates.today()), "basis": "hours", "quantity": "2,5",
            "euros_each": "32,00", "purpose": "Tukihenkilönä", "form_key": str(uuid4())}  # fmt: skip
    assert [boss.post("/experts/rewards/new/", form).status_code for _n in range(2)] == [302, 302]
    page = sign_in(user).get("/experts/rewards/").content.decode()
    assert "80,00" in page and "2,5" in page
    names = {one.name for one in ExpertReward._meta.concrete_fields}
    assert not names & {"case", "person", "support", "contact"}
    with as_actor(manager):
        assert ExpertReward.objects.get().quantity == Decimal("2.5")
        with pytest.raises(Refused, match="oma johto"):
            actions.record_reward(unit=cast.coaching, by=manager, expert=user, month=dates.today(), basis="hours",
                                  quantity=Decimal(1), euros_each=Decimal(1), purpose="x")  # fmt: skip
    assert sign_in(cast.katri).get("/experts/rewards/").status_code == 403
