"""The wall of a mandate's parts: whoever acts for a client reaches only the tables of the parts the mandate covers.

Restrictive policies beside those of the case: for everybody else they are true. What names no part is the client's alone
before any mandate. Leaves end what stands on them, so whoever gives leaves reaches that as well.
"""

from django.db import migrations

from rinnalla.access.walls import KIND, USER
from rinnalla.retention.requests.sql import LINES, OF_PERSON, WALL

PLAN, MEETINGS, MESSAGES, LEAVES = "path,actions", "meetings,consents", "messages", "consents"
TABLES = {
    **dict.fromkeys(
        (
            "plans_plan", "plans_goal", "plans_goalclosure", "plans_planversion", "plans_approval", "plans_plancomment",
            "plans_ladderstep", "plans_healthconsideration", "plans_planentry", "plans_servicepath", "plans_pathstep",
            "plans_stepdone", "plans_stepomission", "plans_stepmove", "plans_stepproposal", "plans_phase",
            "services_serviceepisode", "services_serviceobservation", "cases_assignment", "cases_responsibleproposal",
        ),
        PLAN,
    ),
    **dict.fromkeys(
        ("plans_action", "plans_actionacceptance", "plans_actiondone", "plans_actiondrop"), f"{PLAN},meetings"
    ),
    **dict.fromkeys(("plans_progressplace", "plans_packet"), f"{PLAN},{LEAVES}"),
    **dict.fromkeys(
        (
            "meetings_meeting", "meetings_participant", "meetings_decision", "meetings_meetingtask",
            "meetings_teamdecision", "meetings_jointservice", "meetings_booking",
        ),
        MEETINGS,
    ),
    "cases_message": MESSAGES,
    **dict.fromkeys(
        (
            "access_consent", "cases_consentpaper", "cases_disclosure", "cases_wrongreceiver", "exchange_givenpacket",
            "employment_coachingepisode", "employment_coachassignment", "feedback_expertsupport",
        ),
        LEAVES,
    ),
    "retention_rightsrequest": "meetings",
    **dict.fromkeys(
        (
            "portal_ownnote", "portal_ownassessment", "feedback_feedbackrequest", "feedback_feedbackanswer",
            "feedback_expertcontact", "cases_contactnote", "cases_closing", "cases_escalation", "cases_networkmatter",
            "cases_networkinvitation", "assessments_workabilityassessment", "assessments_abilityreview",
            "assessments_reassessment", "assessments_networkactor", "assessments_networkreview",
            "assessments_instrumentresult", "assessments_situation", "assessments_situationvalue",
            "assessments_needsassessment", "assessments_lifeareaanswer", "assessments_questionanswer",
            "assessments_ruledecision", "assessments_instrumentuse", "services_benefit", "services_unmetneed",
            "services_accompaniedvisit", "services_attendance", "services_serviceinterruption",
            "services_onwardguidance", "services_expectation", "services_continuation", "employment_jobprofile",
            "employment_job", "employment_application", "employment_coachingcontact", "employment_followalong",
            "employment_progressmove", "meetings_minuteline", "meetings_misdelivery", "people_phoneconfirmation",
            "people_formername", "people_formercode", "people_personmerge", "referrals_arrival",
        ),
        "",
    ),
}  # fmt: skip


def narrowed(table: str, parts: str) -> migrations.RunSQL:
    """The policy of one table."""
    rule = f"(select access_mandate_covers('{{{parts}}}'))"
    return migrations.RunSQL(
        f"create policy {table}_mandate on {table} as restrictive to rinnalla_app using ({rule}) with check ({rule})",
        f"drop policy {table}_mandate on {table}",
    )


# What the client wrote to the responsible worker alone is not the helper's.
ALONE = migrations.RunSQL(
    f"""create policy cases_message_alone on cases_message as restrictive to rinnalla_app
    using ({KIND} <> 'representative' or not to_responsible or made_by_id = {USER})""",
    "drop policy cases_message_alone on cases_message",
)

IS_CLIENT = "current_setting('app.actor_kind', true) = 'client'"
FOR_CLIENT = "current_setting('app.actor_kind', true) in ('client', 'representative')"
REQUESTS_FOR = WALL.replace(
    f"{KIND} = 'client' or", f"({KIND} = 'client' or {KIND} = 'representative' and made_by_id = {USER}) or", 1
)


def replacing(text: str) -> str:
    return text.replace("create function", "create or replace function", 1)


def for_client(text: str) -> str:
    """The function, open also to whoever acts for the client in this part."""
    return replacing(text).replace(
        f"{IS_CLIENT} and", f"{FOR_CLIENT} and access_mandate_covers('{{meetings}}') and", 1
    )


def requests_wall(rule: str) -> str:
    return f"alter policy retention_rightsrequest_wall on retention_rightsrequest using ({rule}) with check ({rule})"


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_wall"), ("cases", "0014_mandates"), ("retention", "0002_requests"), ("plans", "0006_phases"),
        ("services", "0009_closing_talk"), ("meetings", "0004_walls"), ("employment", "0005_progress"),
        ("feedback", "0003_panels_and_experts"), ("exchange", "0004_givenpacket"), ("assessments", "0012_wall_results"),
        ("people", "0007_representatives"), ("referrals", "0004_arrival"),
    ]
    operations = [
        *(narrowed(table, parts) for table, parts in TABLES.items()),
        ALONE,
        migrations.RunSQL(requests_wall(REQUESTS_FOR), requests_wall(WALL)),
        migrations.RunSQL(for_client(OF_PERSON), replacing(OF_PERSON)),
        migrations.RunSQL(for_client(LINES), replacing(LINES)),
    ]
