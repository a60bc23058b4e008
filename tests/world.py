"""A world for the tests of the whole house, written straight as the owner: one row of everything in a client's case.

Written past the walls and the actions on purpose: what is tested is who may reach it. A model that needs more than its
fields tell gets its values in GIVEN; a model that can't be filled is named in `World.unfilled`.
"""

import io
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pikepdf
from django.apps import apps
from django.db import DatabaseError, models, transaction
from psycopg.types.range import Range

from rinnalla.access.models import Consent, Depth, Grant, Membership, User
from rinnalla.access.roles import ALL_GROUPS, PARTS, ROLES
from rinnalla.cases.consents.models import PAPER
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.cases.mandates.models import Mandate
from rinnalla.cases.models import Case
from rinnalla.employers.models import Employer
from rinnalla.exchange.packets.models import PACKET
from rinnalla.lib import dates
from rinnalla.lib.sealed import seal_bytes, seal_text
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Organisation, OrganisationAgreement, Unit
from rinnalla.people.models import Person
from rinnalla.people.models_representatives import RepresentativeAccount
from rinnalla.referrals.identity import named, seal

OWNER = "owner"
OTHERS = ("eventlog", "outbox")
PLACED = {"access.Membership", "access.Grant", "access.Draft"}
# The row the cast made is over and done with; pages are about one that is open.
FRESH = {"cases.ResponsibleProposal"}
# What a row needs beyond what its fields tell (its checks): field name → value, or a function of the client.
GIVEN: dict[str, dict[str, Any]] = {
    "assessments.WorkAbilityAssessment": {
        "kind": "own", "field_group": "basics", "definition": "client", "ability": "partial",
        "source": "told_by_client", "review_on": dates.today() + timedelta(days=90), "corrects": None,
    },
    "assessments.NetworkActor": {"kind": "other", "field_group": "basics"},
    "assessments.InstrumentResult": {
        "instrument": "work_ability_score", "edition": "1998", "field_group": "basics", "corrects": None,
    },
    "assessments.Situation": {"corrects": None},
    "assessments.SituationValue": {"field_group": "basics"},
    "assessments.AbilityReview": {"next_on": dates.today() + timedelta(days=90)},
    "assessments.Reassessment": {
        "due_on": dates.today() + timedelta(days=90), "settled_at": None, "settled_by": None, "assessment": None,
        "settled_reason": "",
    },
    "cases.Message": {
        "answer_by": lambda client: dates.today(), "settled_at": None, "settled_by": None, "settled_how": "",
        "read_at": None, "read_by": None,
    },
    "access.Consent": {
        "previous": None, "mode": "written", "withdrawn_at": None, "withdrawn_by": None, "ends_on": None,
    },
    "cases.ConsentPaper": {
        "uuid": lambda client: _uuid(client), "media_type": "application/pdf",
        "sealed": lambda client: seal_bytes(_blank_page(), purpose=PAPER, bound_to=str(_uuid(client))),
    },
    "cases.OnBehalf": {"act": "action_done", "reason": "asked", "way": "phone"},
    "cases.Mandate": {
        "kind": "helper", "parts": ["messages"], "authority": "", "reference": "", "decided_on": None,
        "ends_at": None, "ended_at": None, "ended_by": None, "ended_why": "",
    },
    "cases.ConsentNotice": {"user": lambda client: client.worker, "what": 2, "seen_at": None},
    "portal.OwnNote": {"link": ""},
    "cases.Disclosure": {
        "uuid": lambda client: _uuid(client), "statute": "l381_15", "sections": ["person"], "field_groups": ["basics"],
        "aim": "joint_planning", "consent": None,
    },
    "cases.WrongReceiver": {"words": "Väärä osoite"},
    "exchange.GivenPacket": {"sealed": lambda client: seal_text("[]", purpose=PACKET, bound_to=str(_uuid(client)))},
    "cases.BreakGlass": {
        "field_groups": ["basics"], "minutes": 30, "verdict": "", "review_words": "",
        "organisation": lambda client: client.unit.organisation,
        "region": lambda client: client.unit.organisation.region,
    },
    "cases.ResponsibleProposal": {"handover_from": lambda client: client.worker},
    "people.PersonMerge": {"gone": lambda client: _namesake(client)},
    "people.DifferentPeople": {"other": lambda client: _namesake(client)},
    "meetings.Meeting": {"kind": "work_meeting", "support_person": "", "withdraw_reason": "", "cancel_reason": ""},
    "meetings.Participant": {"outside_name": "", "party": "", "may_be_told": ""},
    "meetings.Decision": {"episode": None, "task": None},
    "meetings.Misdelivery": {"outside_name": ""},
    "catalogue.UnitPrice": {"per": "episode", "why_not": "", "withdrawn_reason": ""},
    "services.Pilot": {"findings": "", "goes_on_in": None, "goes_on_how": "", "programme": ""},
    "services.ServiceEpisode": {"own_name": "Kuntosali", "card": None},
    "services.ServiceObservation": {"words": "Etenee"},
    "services.Benefit": {
        "kind": "rehabilitation_subsidy", "income": "pension", "decision": "granted", "starts_on": dates.today(),
        "resting_pension": None, "for_job": None,
    },
    "employers.Employer": {"business_id": "", "size": "", "organisation": None, "municipality": None, "ended_on": None},
    "employers.EmployerChange": {"what": {"name": ["ennen", "nyt"]}},
    "employers.EmployerContact": {
        "channel": "phone", "purpose": "agree", "held_at": None, "held_by": None, "dropped_at": None,
        "dropped_by": None,
    },
    "employers.EmployerPromise": {"kept_at": None, "kept_by": None},
    "employers.EmployerNeed": {"urgency": "weeks", "closed_at": None, "closed_by": None, "outcome": ""},
    "employers.Vacancy": {
        "source": "hand", "foreign_id": "", "occupation": "", "outcome": "", "closed_at": None, "closed_by": None,
        "hours_from": None, "hours_to": None, "deadline": None, "skills": [], "demands": [], "times": [],
    },
    "employers.VacancyChange": {"what": {"title": ["ennen", "nyt"]}},
    "employers.TaskPart": {
        "way": "carve", "hours": None, "skills": [], "demands": [], "times": [], "dropped_at": None, "dropped_by": None,
    },
    "employers.MarketFetch": {"fault": ""},
    "employment.JobProfile": {
        "occupations": [], "picked_skills": [], "municipalities": [], "hours_from": None, "hours_to": None, "times": [],
        "picked_limits": [], "no_limits": False, "disclosure": [],
    },
    "employment.MatchDecision": {"decision": "propose", "reasons": []},
    "employment.MatchAnswer": {"answer": "talk", "seen_at": None, "seen_by": None},
    "employers.LetterOfIntent": {"filled": None, "result": "", "closed_at": None, "closed_by": None},
    "employers.SurveyRound": {"items": ["gains"], "opens_on": dates.today(), "closes_on": dates.today()},
    "employers.SurveyReply": {"answered_at": None, "how": "", "answers": {}},
    "employers.AttitudeAction": {"employers": 1},
    "employers.ToldToEmployer": {
        "items": ["name"], "field_groups": ["basics"], "consent": lambda client: _told(client)[0],
        "disclosure": lambda client: _told(client)[1],
    },
    "employment.CoachingEpisode": {"waits_since": lambda client: dates.today(), "ended_on": None, "started_on": None},
    "employment.StudyRecord": {"broken_off_on": None, "followed_on": None, "work_from": None},
    "employment.ProgressMove": {
        "number": 1, "from_step": "", "to_step": "outside", "direction": "first", "sex": "", "withdrawn_reason": "",
    },
    "employment.QualityReview": {
        "set_key": "supported_employment", "set_version": "2026-1", "since": dates.today() - timedelta(days=180),
        "until": dates.today(), "total": None, "approved_at": None, "approved_by": None,
    },
    "employment.QualityScore": {"item": "caseload", "answers": None, "step": None, "at": None, "by": None},
    "employment.QualityImprovement": {"item": "caseload"},
    "employment.QualityComparison": {
        "other": lambda client: Unit.objects.using(OWNER).exclude(pk=client.unit.pk).order_by("pk").first(),
        "ended_at": None, "ended_by": None,
    },
    "employers.EmployerPlan": {"closed_at": None, "closed_by": None, "result": ""},
    "employers.PlanParty": {"part": "project"},
    "employers.PlanMeasure": {"done_at": None, "done_by": None},
    "employment.JobHours": {"hours_week": 20},
    "employment.Job": {"ends_on": None, "hours_week": 20, "pay_subsidy_ground": ""},
    "employment.BenefitsTalk": {"topics": ["allowance"]},
    "employment.WorkAdaptation": {
        "variant": "at_work", "kind": "hours", "payer": "open", "works": "", "done_on": None, "ended_on": None,
        "review_on": lambda client: dates.today() + timedelta(days=30),
    },
    "employment.AdaptationLook": {"works": "yes"},
    "employment.WorkAgreement": {"kind": "work_trial", "ended_on": None, "ended_why": ""},
    "employment.AgreementVersion": {
        "parts": {"aim": "koe"}, "subsidy_ground": "", "field_groups": ["basics"], "ends_on": None,
        "consent": lambda client: _told(client)[0], "disclosure": lambda client: _told(client)[1],
    },
    "employment.AgreementAnswer": {"party": "employer", "answer": "approved", "way": "paper"},
    "employment.AgreementQuestion": {"reply": "", "replied_at": None, "replied_by": None},
    "employment.FollowAlong": {"next_on": lambda client: dates.today() + timedelta(days=90)},
    "feedback.FeedbackRequest": {
        "moment": "mid", "episode": None, "phase": None, "answered_in": None,
        "expires_on": lambda client: dates.today() + timedelta(days=30),
    },
    "network.LetterOfIntent": {
        "outcome": "", "outcome_words": "", "ended_at": None, "ended_by": None,
        "valid": Range(dates.today(), dates.today() + timedelta(days=90)),
    },
    "network.Material": {"audience": "client", "withdrawn_at": None, "withdrawn_by": None},
    "network.MaterialVersion": {
        "media_type": "application/pdf", "content": lambda client: _blank_page(), "size": 999,
    },
    "network.Procurement": {"category": "coaching"},
    "network.ProcurementStage": {"stage": "need", "heard_whom": "", "heard_what": "", "changed_what": ""},
    "network.Contract": {
        "category": "coaching", "funding": "", "facts": ["name", "phone"], "ended_on": None, "ended_why": "",
        "valid": Range(dates.today(), dates.today() + timedelta(days=90)),
        "buyer": lambda client: client.unit.organisation,
        "provider": lambda client: Organisation.objects.using(OWNER).exclude(pk=client.unit.organisation_id).first(),
        "unit": lambda client: client.unit,
    },
    "network.Lot": {"kind": "extra", "valid": Range(dates.today(), dates.today() + timedelta(days=90))},
    "network.ContractPrice": {"item": "base", "valid": Range(dates.today(), None)},
    "network.BonusRule": {"criteria": [{"key": "c1", "text": "Sovittu peruste"}]},
    "network.BonusForecast": {"percent": 60},
    "network.ProviderReport": {"period": Range(dates.today() - timedelta(days=90), dates.today())},
    "network.CostLine": {
        "kind": "used", "allocable": True, "why_not": "", "withdrawn_at": None, "withdrawn_by": None,
        "withdrawn_reason": "",
    },
    "network.Placement": {
        "grant": None, "lot": None, "ended_on": None, "solved": "", "placed_on": dates.today(),
        "until_on": dates.today() + timedelta(days=90),
    },
    "network.BonusStatus": {"state": "proposed", "criterion": "c1"},
    "network.Partner": {
        "organisation": None, "every_weeks": None, "keeper": None, "rhythm_from": None, "ended_on": None,
    },
    "network.CooperationContact": {
        "held_at": None, "held_by": None, "came": None, "hours": None, "summary": "", "cancelled_at": None,
        "cancelled_by": None, "cancelled_why": "", "partnership": None, "project": None,
    },
    "reports.StatisticsSnapshot": {"what": "job_brokering", "unit": "people", "why": ""},
    "network.Partnership": {"ended_at": None, "ended_by": None, "outcome": ""},
    "network.Project": {
        "budget_eur": None, "starts_on": dates.today(), "ends_on": dates.today(), "need_words": "", "need_low": None,
        "need_high": None, "need_source": "", "need_on": None, "closed_at": None, "closed_by": None, "lessons": "",
    },
    "network.ProjectStaff": {"to_on": None},
    "network.Participation": {"from_on": dates.today(), "to_on": None, "contacted": None},
    "network.ContactedPerson": {
        "outcome": "open", "reason": "", "settled_on": None, "forgotten_at": None, "unit": lambda client: client.unit,
    },
    "network.ContactDay": {"unit": lambda client: client.unit},
    "network.ProjectLink": {"one": lambda client: _sisters(client)[0], "other": lambda client: _sisters(client)[1]},
    "network.ProjectResult": {"heir": None, "heir_from": None},
    "network.Development": {"state": "idea", "reason": "", "heir": None, "heir_from": None, "pilot": None},
    "network.OutcomeNote": {"evidence": "Kysely"},
    "network.SuccessStory": {
        "employer": None, "person_yes_on": dates.today(), "person_yes_kept": "Kansio 1",
        "employer_yes_on": dates.today(), "employer_yes_kept": "Kansio 1", "employer_back_on": None,
        "published_at": dates.now(), "published_by": lambda client: client.worker,
    },
    "feedback.ServicePanel": {"clients": 1},
    "feedback.TextReview": {"outcome": "", "outcome_words": "", "settled_at": None, "settled_by": None},
    "feedback.ExpertSupport": {
        "expert": None, "unit": None, "grant": None, "named_at": None, "named_by": None, "ended_at": None,
    },
    "feedback.ExpertReward": {"month": lambda client: dates.today().replace(day=1)},
    "feedback.FeedbackAnswer": {"taken_back_on": None, "picked_on": None},
    "feedback.AnonymousMarks": {"month": lambda client: dates.today().replace(day=1)},
    "feedback.AnonymousWords": {
        "month": lambda client: dates.today().replace(day=1), "receipt": None, "picked_on": None,
    },
    "plans.PlanVersion": {"content": lambda client: _content()},
    "plans.HostPlan": {"kind": "joint_service_plan", "left_at": None, "left_by": None},
    "plans.HealthConsideration": {"removed_at": None, "removed_by": None},
    "plans.ProgressPlace": {"ended_at": None, "ended_by": None},
    "plans.ServicePath": {"leader_role": ""},
    "plans.StepProposal": {"answer": "", "answer_reason": ""},
    "cases.Escalation": {
        "to_level": 2, "answer": "", "answer_group": "", "answer_due_on": lambda client: dates.today(),
    },
    "cases.NetworkInvitation": {"advice": ""},
    "access.ReadingMark": {"region": lambda client: client.case.region, "level": "stopped"},
    "watch.Alert": {
        "region": lambda client: client.case.region, "organisation": lambda client: client.unit.organisation,
        "rule": "no_work", "settled_at": None, "settled_by": None, "verdict": "", "finding": "", "words": "",
    },
    "watch.Evidence": {"region": lambda client: client.case.region, "rule": "no_work", "mark": None},
    "watch.WatchPlace": {"epoch": lambda client: client.case.pk % 30_000},
    "retention.RightsRequest": {
        "region": lambda client: client.case.region,
        "kind": "log_question", "side": "officer", "text": "Kuka katsoi?", "place": "", "should_be": "",
        "older_why": "", "row_uuid": None, "fixed_in": None, "extended_at": None, "extended_by": None,
        "extension_reason": "", "answered_at": None, "answered_by": None, "outcome": "", "refusal": "", "answer": "",
        "due_on": lambda client: dates.today() + timedelta(days=30),
    },
    "referrals.OutsideQuestion": {
        "answer": "", "uuid": lambda client: _uuid(client),
        "sealed_words": lambda client: seal({"words": "Onko tilaa?"}, _uuid(client)),
    },
    "referrals.OutsideLink": {"hash": lambda client: client.case.number.encode()},
    "referrals.Referral": {
        "uuid": lambda client: _uuid(client), "sealed_identity": lambda client: seal(named("Vieno Koe"), _uuid(client)),
        "sealed_texts": lambda client: seal({"wish": "Työ", "extra": ""}, _uuid(client)),
    },
}


def _content() -> dict[str, Any]:
    """A plan's version with one action of the first organisation."""
    body = Organisation.objects.using(OWNER).order_by("pk").first()
    action = {
        "uuid": str(uuid.uuid4()), "what": "Soitto", "by_client": False, "owner": "", "organisation": body.names,
        "body": str(body.uuid), "due_on": None, "follow_up_on": None, "group": "basics", "done_on": None,
        "accepted": False,
    }  # fmt: skip
    goal = {
        "uuid": str(uuid.uuid4()), "words": "Työ", "importance": None, "purpose": "employment", "group": "basics",
        "said_on": "2026-11-01", "closed": None, "actions": [action],
    }  # fmt: skip
    return {"wish": "", "made_in": "team", "review_on": "2026-12-01", "goals": [goal]}


def _told(client: "OneClient") -> tuple[Consent, Disclosure]:
    """The client's consent for the employer of the world, and the line of what it was told: made once."""
    employer = row_of(Employer, client)
    if employer.organisation is None:
        employer.organisation = Organisation.objects.using(OWNER).create(
            region_id=employer.region_id, key="tyonantaja-koe", kind="employer", names={"fi": "Työnantaja Oy"}
        )
        employer.save(using=OWNER)
    consent, _new = Consent.objects.using(OWNER).get_or_create(
        case=client.case, organisation=employer.organisation, defaults={"field_groups": ["basics"], "mode": "written"}
    )
    line, _new = Disclosure.objects.using(OWNER).get_or_create(
        case=client.case, organisation=employer.organisation,
        defaults={
            "controller": client.unit.organisation, "consent": consent, "field_groups": ["basics"],
            "aim": "work_arrangements", "purpose": "work_ability_support", "made_by": client.worker,
        },
    )
    return consent, line


def _sisters(client: "OneClient") -> tuple[Project, Project]:
    """The world's project and another that works with it, the earlier row first."""
    one = row_of(Project, client)
    other, _new = Project.objects.using(OWNER).get_or_create(
        region_id=one.region_id, name="Sisarhanke",
        defaults={
            "unit": one.unit, "funder": "Koe", "aims": "Koe", "starts_on": dates.today(), "ends_on": dates.today(),
        },
    )
    return one, other


def _blank_page() -> bytes:
    """A paper that opens: what reads every answer reads this one too."""
    with pikepdf.new() as paper:
        paper.add_blank_page()
        file = io.BytesIO()
        paper.save(file)
    return file.getvalue()


def _uuid(client: "OneClient") -> uuid.UUID:
    """Known before the row is made: what is sealed is bound to it."""
    return uuid.uuid5(uuid.NAMESPACE_URL, client.case.number)


def _namesake(client: "OneClient") -> Person:
    """Another row of the same name, added later."""
    person = client.case.person
    other = Person(region_id=person.region_id)
    other.set_names(person.given_names, person.family_name)
    other.save(using=OWNER)
    return other



@dataclass(repr=False)
class OneClient:
    """A client with a case, the client's own account and a row of everything."""

    case: Case
    user: User
    worker: User
    unit: Unit
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)


@dataclass(repr=False)
class World:
    mine: OneClient
    other: OneClient
    people: dict[str, User]
    unfilled: dict[str, str]


def is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("rinnalla.") and not model._meta.abstract and model._meta.managed


def client_models() -> list[type[models.Model]]:
    """Every model that holds rows of clients: what its `wall` says."""
    return [
        model for model in apps.get_models()
        if is_ours(model) and getattr(model, "wall", "none") not in ("none", "log", "settings", "own")
    ]


def build() -> World:
    """Tuula's case and a stranger's, both filled, and a person for every role and relation. Commits, as the owner."""
    katri = User.objects.using(OWNER).get(username="katri")
    ritva = User.objects.using(OWNER).get(username="ritva")
    tuula = User.objects.using(OWNER).get(username="tuula")
    case = Case.objects.using(OWNER).get(person_id=tuula.person_id)
    mine = OneClient(case, tuula, katri, case.holder_unit)
    other = _stranger(ritva)
    unfilled: dict[str, str] = {}
    for client in (mine, other):
        _fill(client, unfilled)
    return World(mine, other, _people(mine, other), unfilled)


def _stranger(worker: User) -> OneClient:
    unit = Membership.objects.using(OWNER).get(user=worker).unit
    person = Person(region_id=unit.organisation.region_id, family_name="Muukalainen", given_names="Vieno")
    person.set_names("Vieno", "Muukalainen")
    person.save(using=OWNER)
    today = dates.today()
    case = Case.objects.using(OWNER).create(
        number="9999-0001", region_id=person.region_id, person=person, holder_unit=unit, responsible_worker=worker,
        responsible_since=dates.now(), next_step="Soitto", next_step_on=today, review_on=today, wish="Vienon toive",
    )
    grant(case, worker, Depth.WORKS)
    user = User.objects.using(OWNER).create(username="vieno", name="Vieno Muukalainen", person=person, password="!")
    return OneClient(case, user, worker, unit)


def grant(case: Case, user: User, depth: Depth, **more: Any) -> Grant:
    """Leave for a user, written raw."""
    values = {"ground": "l381_15", "purpose": "work_ability_support", "why": "test", "field_groups": sorted(ALL_GROUPS)}
    values["starts_at"] = dates.now() - timedelta(days=3)
    return Grant.objects.using(OWNER).create(case=case, user=user, depth=depth, **{**values, **more})


def _people(mine: OneClient, other: OneClient) -> dict[str, User]:
    """`none-…`, `works-…`, `ended-…`, `far-…` for every role; more relations for the widest role; clients; nobody."""
    people: dict[str, User] = {"client_own": mine.user, "other_client": other.user}
    yesterday = dates.now() - timedelta(days=1)
    people["client_representative"] = _acts_for(mine, "edustaja")
    people["other_representative"] = _acts_for(other, "toisen-edustaja")
    people["former_representative"] = _acts_for(mine, "entinen-edustaja", ends_at=yesterday)
    for role in ROLES:
        people[f"none-{role}"] = User.objects.using(OWNER).get(username=f"rooli-{role}")
        people[f"other_region-{role}"] = User.objects.using(OWNER).get(username=f"muualta-{role}")
        people[f"works-{role}"] = user = _member(f"jasen-{role}", mine.unit, role)
        grant(mine.case, user, Depth.WORKS)
        people[f"ended-{role}"] = user = _member(f"entinen-{role}", mine.unit, role)
        grant(mine.case, user, Depth.WORKS, ended_at=yesterday)
    for relation, values in {
        "knows_only": {"depth": Depth.KNOWS}, "basics": {"depth": Depth.BASICS},
        "future": {"depth": Depth.WORKS, "starts_at": dates.now() + timedelta(days=1)},
    }.items():
        people[f"{relation}-coordinator"] = user = _member(relation, mine.unit, "coordinator")
        grant(mine.case, user, **values)
    outside = _without_agreement(mine.unit)
    people["no_agreement-coordinator"] = user = _member("sopimatta", outside, "coordinator")
    grant(mine.case, user, Depth.WORKS)
    people["no_membership-coordinator"] = user = _member("lahtenyt", mine.unit, "coordinator", ended=True)
    grant(mine.case, user, Depth.WORKS)
    return people


def _acts_for(client: OneClient, username: str, **values: Any) -> User:
    """An account that acts for a client in every part, by a mandate in force or one that is over."""
    user = User.objects.using(OWNER).create(username=username, name=f"E {username}", password="!")
    RepresentativeAccount.objects.using(OWNER).create(
        user=user, region_id=client.case.region_id, hetu_index=username.encode()
    )
    Mandate.objects.using(OWNER).create(
        case=client.case, user=user, kind="helper", name=user.name, parts=list(PARTS),
        starts_at=dates.now() - timedelta(days=3), **values,
    )
    return user


def _member(username: str, unit: Unit, role: str, *, ended: bool = False) -> User:
    user = User.objects.using(OWNER).create(username=f"t-{username}", name=f"T {username}", password="!")
    Membership.objects.using(OWNER).create(
        user=user, unit=unit, role=role, starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1) if ended else None
    )
    return user


def _without_agreement(near: Unit) -> Unit:
    organisation = Organisation.objects.using(OWNER).create(
        region_id=near.organisation.region_id, key="sopimaton", kind="association", names={"fi": "Sopimaton ry"}
    )
    OrganisationAgreement.objects.using(OWNER).create(
        organisation=organisation, valid=Range(date(2020, 1, 1), date(2021, 1, 1)), reference="päättynyt"
    )
    return Unit.objects.using(OWNER).create(organisation=organisation, key="sopimaton", names={"fi": "Sopimaton"})


# One row of everything ----------------------------------------------------------------------------------------------


def _fill(client: OneClient, unfilled: dict[str, str]) -> None:
    for model in apps.get_models():
        if is_ours(model) and model._meta.app_label not in OTHERS and model._meta.label not in PLACED:
            try:
                row_of(model, client)
            except (DatabaseError, ValueError, TypeError) as error:
                unfilled[model._meta.label] = str(error).splitlines()[0]


def row_of(model: type[models.Model], client: OneClient) -> models.Model:
    """The client's row of a model: the one there is, else a new one. Raises IntegrityError when none can be made."""
    if model not in client.rows:
        client.rows[model] = _existing(model, client) or _made(model, client)
    return client.rows[model]


def _existing(model: type[models.Model], client: OneClient) -> models.Model | None:
    placed = {Case: client.case, Person: client.case.person, User: client.worker, Unit: client.unit}
    if model in placed:
        return placed[model]
    names = {one.name for one in model._meta.concrete_fields}
    rows = model._base_manager.using(OWNER)
    if model._meta.label in FRESH:
        return None
    if "case" in names:
        return rows.filter(case=client.case).order_by("pk").first()
    if getattr(model, "wall", "none") == "none":
        return rows.order_by("pk").first()
    return None


def _made(model: type[models.Model], client: OneClient) -> models.Model:
    for full in (False, True):
        values = {one.name: _value(one, client, full=full) for one in model._meta.concrete_fields if _wanted(one, full)}
        for name, value in GIVEN.get(model._meta.label, {}).items():
            values[name] = value(client) if callable(value) else value
        try:
            with transaction.atomic(using=OWNER):
                return model._base_manager.using(OWNER).create(**values)
        except DatabaseError:
            if full:
                raise
    raise AssertionError("unreachable")


def _wanted(one: models.Field, full: bool) -> bool:
    if one.primary_key and not one.remote_field:
        return False
    if one.name in ("case", "person", "unit", "sent_by", "user", "made_by"):
        return True
    if one.null:
        return full and not (one.remote_field and one.remote_field.model is one.model) and one.name != "form_key"
    return not one.has_default()


def _value(one: models.Field, client: OneClient, *, full: bool) -> Any:
    if one.remote_field:
        if one.remote_field.model is one.model:
            return None
        return row_of(one.remote_field.model, client)
    if one.choices:
        return one.flatchoices[0][0]
    return _plain(one)


def _plain(one: models.Field) -> Any:
    kind = one.get_internal_type()
    if kind in ("CharField", "TextField", "SlugField", "EmailField"):
        text = uuid.uuid4().hex if one.unique else "koe"
        return text[: one.max_length or 200]
    plain = {
        "UUIDField": uuid.uuid4(), "BooleanField": False, "DateField": dates.today(), "DateTimeField": dates.now(),
        "BinaryField": b"x", "JSONField": {}, "ArrayField": [], "TimeField": datetime(2026, 1, 1, 9, 5).time(),
        "DateTimeRangeField": Range(dates.now(), None), "DateRangeField": Range(dates.today(), None),
        "DecimalField": 1, "FloatField": 1.0,
    }
    return plain.get(kind, 1)
