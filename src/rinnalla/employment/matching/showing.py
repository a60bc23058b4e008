"""A profile's picks and its disclosure plan in words."""

from django.utils.translation import gettext as _

from rinnalla.employers.vacancies.picking import OCCUPATIONS, SKILLS, names_of
from rinnalla.employers.vacancies.showing import hours_in_words
from rinnalla.employment.models import JobProfile
from rinnalla.organisations.models import Municipality
from rinnalla.servicemodels.codes import code, code_name

HEALTH_PARTS = ("limits", "adaptations", "tell", "keep")  # class *health* in the model's Data


def profile_facts(profile: JobProfile, *, sees_limits: bool) -> list[tuple[str, str]]:
    """What is picked; the limits only for whoever may see them."""
    rows = Municipality.objects.filter(code__in=profile.municipalities) if profile.municipalities else []
    facts = [
        (_("Ammatit"), ", ".join(names_of(OCCUPATIONS, profile.occupations))),
        (_("Taidot"), ", ".join(names_of(SKILLS, profile.picked_skills))),
        (_("Kunnat"), ", ".join(sorted(one.name for one in rows))),
        (_("Työaika"), hours_in_words(profile.hours_from, profile.hours_to)),
        (_("Mihin aikaan"), ", ".join(names_of("work_times", profile.times))),
    ]
    if sees_limits:
        none = _("Kysytty: ei mitään") if profile.no_limits else ""
        facts.append((_("Mitä työssä ei voi olla"), ", ".join(map(_limit, profile.picked_limits)) or none))
    return facts


def planned_of(profile: JobProfile) -> list[tuple[str, str]]:
    """The disclosure plan: each item with what was agreed."""
    return [(code_name("disclosure_items", one["item"]), _agreed(one)) for one in profile.disclosure]


def _agreed(one: dict[str, str]) -> str:
    parts = [code_name("disclosure_stances", one["stance"])]
    parts += [code_name("disclosure_moments", one["when"])] if one["when"] else []
    parts += [code_name("disclosure_tellers", one["who"])] if one["who"] else []
    told = " · ".join(parts)
    return f"{told}. {one['words']}" if one["words"] else told


def _limit(key: str) -> str:
    found = code("work_demands", key)
    return found.definition.as_limit.in_language if found else key
