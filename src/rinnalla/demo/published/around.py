"""Whom the project's people contacted before there was a client, who was guided to an assessment, statistics."""

from datetime import date

from rinnalla.demo.published.shapes import Contacted, Guided, Snapshot
from rinnalla.demo.published.team import Team
from rinnalla.demo.world import fresh
from rinnalla.network.projects import actions_clients as projects
from rinnalla.network.projects.models_clients import ContactedPerson
from rinnalla.referrals import actions as referrals
from rinnalla.referrals.identity import Identity
from rinnalla.reports.statistics.actions import Told, take_snapshot

ASSESSMENT = "work_ability_assessment"


def contact(team: Team, told: Contacted, came: dict[str, date]) -> ContactedPerson:
    """Somebody is contacted, perhaps again; joins on the day the client came, or does not and a reason is known."""
    project, by = team.made["project"], team.lead.as_role("responsible_worker")
    with team.world.at(told.on[0], by):
        row = projects.contact_person(project=project, by=by, mark=f"Merkki {told.id[1:]}", on=told.on[0])
    for on in told.on[1:]:
        with team.world.at(on, by):
            projects.contact_again(contacted=row, by=by, on=on)
    if told.client:
        join(team, told.client, came[told.client], row)
    elif told.reason:
        with team.world.at(told.on[-1], by, 15):
            held = ContactedPerson.objects.get(pk=row.pk)
            projects.settle_contact(contacted=held, version=held.version, by=by, outcome="not_joined",
                                    on=told.on[-1], reason=told.reason)  # fmt: skip
    return row


def join(team: Team, client: str, on: date, contacted: ContactedPerson | None = None) -> None:
    """The client takes part in the project from the day of coming."""
    by = team.lead.as_role("responsible_worker")
    with team.world.at(on, by, 14):
        projects.join_project(case=fresh(team.made[client]), project=team.made["project"], by=by, from_on=on,
                              contacted=contacted)  # fmt: skip


def guide(team: Team, told: Guided) -> None:
    """A referral that asks for an assessment, from a body of another kind."""
    person, unit = team.world.inventor.person(), team.lead.unit
    with team.world.at(told.on, team.confirming.actor) as by:
        referrals.send_referral(
            by=by, who=Identity(person.given, person.family, person.phone, "", person.hetu.text), unit=unit,
            municipality=team.world.home_near(unit), language=person.language, consent=True, received_on=told.on,
            sender_kind=told.sender, sender_name="TE-toimisto" if told.sender == "employment_authority" else "Kokeilu",
            wish="Haluan tietää, mihin pystyn.", service=ASSESSMENT,
        )  # fmt: skip


def tell(team: Team, told: Snapshot) -> None:
    """A statistic as it was on its day."""
    rows = "\n".join(f"{label};{number}" for label, number in told.rows.items())
    with team.world.at(told.on, team.keeper, 16) as by:
        take_snapshot(by=by, told=Told(told.what, told.on, "people", told.definition, told.source, rows))
