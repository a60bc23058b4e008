"""What is in a copy of one's own data (EU 2016/679 art. 15), decided by the models' own declarations.

Every model that holds data of clients is in the copy by its wall, or named here with the reason why it is not; every
field whose name speaks of somebody or of how to reach them is judged here, as a third person's or not. A test fails for
a model or a field that nobody has judged, so a new table can't be forgotten and can't give another person away.
What people have written in free text is given as it stands.
"""

import re
from typing import Any

from django.apps import apps
from django.db import models

# Walls behind which a row is one client's. The others: `settings`, `own` and `log` are judged one by one below.
OF_CLIENT = ("case", "case_self", "person", "person_self", "inbox")
# Rows of a client behind a wall that is another's: brought by an owner-run function of the room, for the client alone.
BROUGHT = {
    "referrals.Referral": "retention_own_referrals", "referrals.ReferralStep": "retention_own_referral_steps",
    "referrals.Consultation": "retention_own_consultations",
    "referrals.Identification": "retention_own_identifications",
    "referrals.OutsideQuestion": "retention_own_outside_questions",
}
# Besides those behind a client's wall.
ALSO = frozenset({"access.Grant", "access.Draft", "referrals.Identification"})
LEFT_OUT = {
    "eventlog.Event": "what was done stands in the rows it was done to",
    "eventlog.AccessLine": "told in the copy's own part on who has looked",
    "eventlog.Seal": "no client's data: proves that the log is whole",
    "eventlog.Cut": "no client's data: proves what was cut from the log",
    "eventlog.CutHead": "no client's data: proves what was cut from the log",
    "people.PhoneConfirmation": "keyed marks of a code that was sent; the number itself is in the copy",
    "cases.BreakGlass": "an emergency look stands in the copy among those who may see and those who have looked",
    "exchange.GivenPacket": "what was given is in the rows it was made of; to whom and when, in the disclosure",
    "cases.ConsentNotice": "a worker's own notice of what happened to a consent, which is in the copy",
    "feedback.AnonymousMarks": "given without a name: nobody can tell whose",
    "feedback.AnonymousWords": "given without a name: nobody can tell whose",
    "people.PersonMerge": "upkeep of the register; one that was taken apart tells of another person",
    "people.DifferentPeople": "tells of another person",
    "referrals.OutsideLink": "the keyed marks of a mailed link; the question itself is in the copy",
    "cases.WorkTime": "a worker's own week, no client in it",
    "services.CardNotice": "what a worker has read of a service card, no client in it",
    "exchange.PendingImport": "a worker's list before it is brought in; what comes of it is a referral",
    "exchange.ApiToken": "a worker's own token",
    "desk.ListChoice": "a worker's own filter",
    "network.CompetenceRating": "a worker's view of own competence, no client in it",
    "network.ContactedPerson": "a unit's own mark without a name or a client record: nobody can tell whose",
    "network.ContactDay": "when a unit was in contact with somebody without a client record",
    "reports.CaseFact": "counted from the rows that are in the copy, for sums of a region",
    "reports.Rollup": "sums of a region, nobody in them",
    "reports.Counting": "how far the counting has come, no client in it",
    "reports.FieldYear": "which years have been counted, no client in it",
    "reports.FieldUse": "how many records of a region have a field filled, nobody in them",
    "access.ReadToday": "a worker's own count of the day, no client in it",
    "access.ReadingMark": "that a worker reads much, no client in it",
    "watch.WatchPlace": "how far the log has been gathered, no client in it",
    "watch.Visit": "gathered from the log, which the copy tells in its own part",
    "watch.Alert": "about a worker's reading; the lines it is about are told among who has looked",
    "watch.Evidence": "lines of the log, which the copy tells in its own part",
}

# Columns that identify or find a row and say nothing of the person.
TECHNICAL = frozenset({
    "id", "form_key", "version", "uuid", "sort_key", "search_key", "sound_key", "phone_key", "person_index",
    "repeat_index", "hetu_index", "hash", "code_mac", "proof_hash", "codes_at", "digest", "line_ids",
    "of_case", "given_by",
})
# A name of a field that speaks of somebody or of how to reach them: judged below, one by one.
OF_SOMEBODY = re.compile(r"name|phone|mail|address|contact|whom|person|speaker|assessor|partner|employer")
THIRD = {
    "cases.Mandate.name": "somebody who acts for the client",
    "assessments.NetworkActor.name": "somebody of the client's network",
    "assessments.NetworkActor.contact_person": "somebody of the client's network",
    "assessments.NetworkActor.phone": "somebody of the client's network",
    "assessments.NetworkActor.source_whom": "who told it",
    "assessments.LifeAreaAnswer.source_whom": "who told it",
    "assessments.WorkAbilityAssessment.source_whom": "who told it",
    "meetings.Meeting.support_person": "the client's support person",
    "meetings.Participant.outside_name": "a guest",
    "meetings.Misdelivery.outside_name": "somebody who got it by mistake",
    "meetings.MinuteLine.speaker": "who spoke, a guest too",
    "referrals.OutsideQuestion.address": "a worker's mail address of a service outside",
    "referrals.Referral.sender_name": "who sent the client, a close person too",
    "referrals.Arrival.sender_name": "who sent the client, a close person too",
    "services.OnwardGuidance.receiver_name": "somebody of a service outside",
    "employment.AgreementAnswer.name": "who answered for the employer",
    "cases.ClosingHandover.contact_person": "somebody of a service outside",
    "cases.ClosingHandover.contact": "somebody of a service outside",
}
# What the client opens as it is on another of the own pages.
ELSEWHERE = {"cases.ConsentPaper.sealed": "the signed paper as a file, on the page of consents"}
# Judged: the client's own, a body's, or a name of something else.
NOBODY_ELSES = frozenset({
    "feedback.ExpertSupport.named_at", "feedback.ExpertSupport.named_by",
    "access.User.username", "access.User.name", "access.User.email", "access.User.phone",
    "people.Person.family_name", "people.Person.given_names", "people.Person.phone", "people.Person.email",
    "people.Person.protected_address", "people.FormerName.given_names", "people.FormerName.family_name",
    "people.FormerCode.person", "retention.RightsRequest.person", "cases.Case.last_contact_on", "cases.Case.person",
    "cases.Case.naming_due_on", "cases.Escalation.layer_names", "cases.NetworkMatter.names",
    "referrals.Referral.contacted_at", "referrals.Referral.contacted_by", "referrals.Referral.for_whom",
    "referrals.Referral.next_phone", "referrals.ReferralStep.next_phone", "referrals.DeclineNotice.next_phone",
    "assessments.WorkAbilityAssessment.assessor", "plans.ServicePath.names", "plans.PathStep.names",
    "plans.PathStep.client_names", "services.ServiceEpisode.own_name", "services.ServiceEpisode.organiser_name",
    "services.ServiceEpisode.partner", "employment.Job.employer", "employment.Application.employer",
    "employment.Job.employer_row", "employment.Application.employer_row", "employment.CoachingContact.employer_row",
    "employers.ToldToEmployer.employer", "employment.WorkAgreement.employer",
    "people.FormerName.person", "employment.CoachingEpisode.person",
    "employment.StudyRecord.name", "network.Participation.contacted",
})


def models_in() -> list[type[models.Model]]:
    """Every model of the copy, in the order of the rooms."""
    return [model for model in apps.get_models() if _is_in(model)]


def _is_in(model: type[models.Model]) -> bool:
    label = model._meta.label
    if not model.__module__.startswith("rinnalla.") or label in LEFT_OUT:
        return False
    return getattr(model, "wall", "none") in OF_CLIENT or label in ALSO


def fields_in(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model that the copy tells, as far as they hold something."""
    return [one for one in model._meta.concrete_fields if not one.primary_key and _tells(model, one)]


def _tells(model: type[models.Model], one: models.Field) -> bool:
    name = f"{model._meta.label}.{one.name}"
    if one.name in TECHNICAL or name in THIRD or name in ELSEWHERE:
        return False
    return one.remote_field is None or one.remote_field.model._meta.label in NAMED


# What a foreign key may tell by name; any other one only ties rows of the copy together.
NAMED = frozenset({
    "access.User", "organisations.Unit", "organisations.Organisation", "organisations.Municipality",
    "catalogue.ServiceCard", "network.Project",
})


def judged(model: type[models.Model], one: models.Field) -> bool:
    """Whether somebody has said whose a field is that speaks of a person."""
    name = f"{model._meta.label}.{one.name}"
    return not OF_SOMEBODY.search(one.name) or name in THIRD or name in NOBODY_ELSES


def column_of(model: type[models.Model]) -> str:
    """The column that says whose a row is: the case, else the person; "" when only an owner-run function brings it."""
    names: Any = {one.name for one in model._meta.concrete_fields}
    if model._meta.label in BROUGHT:
        return ""
    return "case" if "case" in names and model._meta.label != "retention.RightsRequest" else "person"
