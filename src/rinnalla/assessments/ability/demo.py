"""Work-ability assessments of the invented world: by different definitions, some to be looked at again soon."""

import random
from datetime import timedelta

from rinnalla.access.actor import Actor
from rinnalla.assessments.ability.actions import Finding, note_assessment
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.servicemodels import codes

FOUND = (
    ("own", "client", "partial", "Asiakas itse", "Keskustelu", "Jaksan neljä tuntia, kun saan istua välillä.",
     "told_by_client", ""),
    ("medical", "work_pension", "partial", "Lääkäri", "Vastaanotto", "Kevyt työ osa-aikaisena sopii.", "verified",
     "B-lausunto"),
    ("medical", "kela_sickness_allowance", "not_now", "Lääkäri", "Vastaanotto", "Hoito on kesken, arvio sen jälkeen.",
     "verified", "A-todistus"),
    ("vocational", "work_authority", "partial", "Ammatinvalintapsykologi", "Haastattelu ja tehtävät",
     "Alanvaihto on hyvä suunta, opiskelu onnistuu pienissä osissa.", "told_by_other", "Työllisyyspalvelut"),
)
WORK = (("Keittiön esivalmistelu", "Ravintolan keittiö"), ("Varaston keräily", "Kierrätyskeskus"),
        ("Asiakaspalvelu kassalla", "Kirpputori"))


def assess(case: Case, by: Actor) -> None:
    """One or two findings, now and then what was seen at work. Its chance is its own."""
    rng = random.Random(f"ability {case.pk}")
    for told in rng.sample(FOUND, rng.choice((0, 1, 1, 2))):
        kind, definition, ability, who, how, result, source, whom = told
        _note(case, by, Finding(
            kind, definition, ability, who, how, result, source, dates.today(), source_whom=whom,
            review_on=dates.today() + timedelta(days=rng.randrange(30, 260)),
        ))
    if rng.random() < 0.3:
        task, place = rng.choice(WORK)
        _note(case, by, Finding(
            "functional", "work_authority", "partial", "Työhönvalmentaja", "Havainnointi", "Sujui, kun tahti oli oma.",
            "told_by_other", dates.today(), source_whom="Työhönvalmentaja", task=task, place=place,
            review_on=dates.today() + timedelta(days=rng.randrange(60, 200)),
        ))


def _note(case: Case, by: Actor, finding: Finding) -> None:
    kind = codes.code("assessment_kinds", finding.kind)
    if kind is not None and kind.definition.field_group in by.field_groups():
        note_assessment(case=case, by=by, groups=by.field_groups(), finding=finding)
