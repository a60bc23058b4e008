"""A region with ready paths, and a path to test with."""

from copy import deepcopy

from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.plans.paths import actions
from rinnalla.plans.paths.actions import StepChoice, due_of
from rinnalla.plans.paths.templates import likely_owner, team_by_role, template_of
from rinnalla.servicemodels.content import content_of
from rinnalla.servicemodels.tests.versions import first_version, given
from rinnalla.testing import as_actor

NEAR, WELFARE, COACH = "near_client_assessment", "social_welfare_employment", "supported_employment"
STATUTE = "l381_15"


def ready(cast):
    """The cast's region gets every path template that ships, and Tuula's case runs on that version."""
    templates = {}
    for region in given()[1].values():
        for one in content_of(region)["model"]["path_templates"]:
            templates.setdefault(one["key"], deepcopy(one))

    def change(content):
        for one in templates.values():
            for step in one["steps"]:
                step["card"] = None
        content["model"]["path_templates"] = list(templates.values())

    model = first_version(cast.region, change)
    with as_actor(cast.a_katri):
        Case.objects.filter(pk=cast.case.pk).update(service_model=model)
    cast.case.service_model = model
    return model


def with_doctor(cast):
    """Laura, a doctor, joins Tuula's team."""
    with as_actor(cast.a_katri):
        return cases.join_team(
            case=cast.case, user=cast.laura, unit=cast.team, task="Lääkäri", by=cast.a_katri, ground=STATUTE
        )


def begun(cast, key=WELFARE, *, leader=None, out=(), goal=None, started_on=None, form_key=None, by=None):
    """A path begun as the page would: each step's likely owner, the template's days."""
    template, start = template_of(cast.case, key), started_on or dates.today()
    team = team_by_role(cast.case)
    steps = {
        one.key: StepChoice(
            owner=likely_owner(cast.case, one.role, team),
            due_on=due_of(one, start),
            goal=goal,
            left_out="Ei tarvita nyt." if one.key in out else "",
        )
        for one in template.steps
    }
    return actions.begin_path(
        case=cast.case, by=by or cast.a_katri, template=key, started_on=start, steps=steps, leader=leader, key=form_key
    )
