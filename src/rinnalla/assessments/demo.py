"""This room's part of the invented world: talks that were had, made by the same acts as people's."""

import random

from rinnalla.access.actor import Actor
from rinnalla.assessments import actions, mapping
from rinnalla.assessments.models import NeedsAssessment
from rinnalla.cases.models import Case

NETWORKS = (
    "Sisko soittaa viikoittain. Työllisyyspalveluista tuttu asiantuntija.",
    "Puoliso ja kaksi aikuista lasta. Omalääkäri terveysasemalla.",
    "Yksin asuva, paras ystävä asuu naapurissa. Työpajan ohjaaja tuntee hyvin.",
)
GOALS = (
    "Työ, jossa selkä kestää. Mieluiten ulkona.", "Osa-aikainen työ syksyyn mennessä.",
    "Selvyys siitä, mihin ammattiin terveys riittää.",
)
RESOURCES = (
    "Tarkka käsistään, tulee ajoissa, osaa ruotsia.", "Pitkä kokemus kaupasta, ihmiset luottavat.",
    "Ajokortti, oma pyörä ja kiinnostus kasveihin.",
)
HEALTH = "Selkäkipu pahenee pitkässä seisomisessa. Lääkäri ei ole vielä arvioinut vaikutusta työhön."
NEEDS = (("need", "Tästä jatketaan."), ("later", ""), ("no_need", ""), ("not_asked", ""))


def make_assessment(case: Case, by: Actor, rng: random.Random, *, sign: bool = True) -> NeedsAssessment:
    """An interview of the case, signed or still a draft. `by` must see all field groups it is to fill."""
    groups = by.field_groups()
    row = actions.start(case=case, by=by)
    answers = {
        area.key: rng.choices(NEEDS, weights=(3, 2, 5, 1 if sign else 4))[0]
        for area in mapping.visible_areas(case.region, groups)
    }
    criteria = [code.key for code in mapping.visible_criteria(groups)]
    actions.save(
        assessment=row, version=row.version, by=by, groups=groups, answers=answers,
        criteria=["self_perceived", *rng.sample(criteria, 2)],
        facts={
            "network": rng.choice(NETWORKS), "goal": rng.choice(GOALS), "health_notes": HEALTH,
            "resources": rng.choice(RESOURCES) if sign else "", "unemployment_months": rng.randrange(3, 40),
        },
    )
    if sign:
        actions.sign(assessment=row, version=row.version, by=by)
    return row
