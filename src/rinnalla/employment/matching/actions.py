"""Deciding of a vacancy for a client: told to the client, or not now and why. The reasons that stood then are kept."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.vacancies.models import TaskPart, Vacancy
from rinnalla.employment.actions import note, require
from rinnalla.employment.matching.facts import sees_limits, wanted, works_of
from rinnalla.employment.matching.models import NOT_NOW, PROPOSE, MatchDecision
from rinnalla.employment.matching.rules import weigh
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.working import latest_profile
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once


@transaction.atomic
def decide(
    *, episode: CoachingEpisode, vacancy: Vacancy, by: Actor, decision: str, groups: Collection[str],
    task: TaskPart | None = None, words: str = "", key: UUID | None = None,
) -> MatchDecision:
    """Keep what a coach decided, with every line that the coach saw. The employer learns nothing of it.

    `groups` are the field groups that the case opens to the actor. Raises Refused for a vacancy that is not open, one
    without a profile beside it, "not now" without a reason.
    """
    if key and (earlier := MatchDecision.objects.filter(form_key=key, episode=episode).first()):
        return earlier
    if not by.can(Permission.COACHING_EDIT):
        raise Refused(_("Paikasta päättää työhönvalmentaja asiakkaan kanssa."))
    require(episode, "work")
    said = words.strip()
    if decision not in (PROPOSE, NOT_NOW):
        raise Refused(_("Valitse, mitä teet."), field="decision")
    if decision == NOT_NOW and not said:
        raise Refused(_("Kirjoita, miksi ei nyt."), field="words")
    profile = latest_profile(episode)
    if profile is None:
        raise Refused(_("Työnhaku alkaa työprofiilista. Kirjatkaa ensin, millaista työtä asiakas toivoo."))
    _require_open(vacancy, by)
    want = wanted(profile, sees_limits=sees_limits(by, groups))
    work = next((one for one in works_of(vacancy) if one.task == task), None)
    if work is None:
        raise Refused(_("Tehtävä on poistettu. Päivitä sivu."), field="task")

    def make() -> MatchDecision:
        return MatchDecision.objects.create(
            case_id=episode.case_id, episode=episode, profile=profile, vacancy=vacancy, task=task, decision=decision,
            words=said, reasons=[one.as_json() for one in weigh(work, want)], made_by_id=by.user_id, form_key=key,
        )

    row, new = once(MatchDecision.objects.all(), key, make, episode_id=episode.pk)
    if new:
        note(episode, "employment.match_decided", by, decision=decision)
    return row


def _require_open(vacancy: Vacancy, by: Actor) -> None:
    if not Vacancy.objects.visible_to(by).open().filter(pk=vacancy.pk).exists():
        raise Refused(_("Paikka ei ole enää avoinna. Päivitä sivu."))
