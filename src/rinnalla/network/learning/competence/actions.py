"""Rating one's own competence in the areas of a training, before it and after it (E-22)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.learning.competence.models import HIGHEST, LOWEST, CompetenceRating
from rinnalla.network.learning.models import Training, TrainingSeat


def moment_of(training: Training) -> str:
    """Which rating may be given now: before, after, or none while it runs or when it was called off."""
    if training.allows("rate_before"):
        return CompetenceRating.Moment.BEFORE
    return CompetenceRating.Moment.AFTER if training.allows("rate_after") else ""


@transaction.atomic
def rate(*, training: Training, by: Actor, moment: str, marks: Mapping[str, int]) -> None:
    """One's own marks by area, of those who have a place, afterwards of those who came. Given again before the moment
    is over, the newer stand; a before-mark is never written after the training began. Raises Refused."""
    if moment != moment_of(training) or not moment:
        raise Refused(_("Arvion aika on ohi. Päivitä sivu."))
    seats = TrainingSeat.objects.held().filter(training=training, user_id=by.user_id)
    after = moment == CompetenceRating.Moment.AFTER
    if not by.can(Permission.LEARNING_JOIN) or not (seats.filter(came=True) if after else seats).exists():
        raise Refused(_("Arvion antaa se, joka on koulutuksessa mukana."))
    if set(marks) - set(training.areas) or not marks:
        raise Refused(_("Arvioi ainakin yksi koulutuksen osaamisista."))
    for area, mark in marks.items():
        if not LOWEST <= mark <= HIGHEST:
            raise Refused(_("Valitse arvosana yhdestä viiteen."), field=area)
        CompetenceRating.objects.update_or_create(
            user_id=by.user_id, training=training, area=area, moment=moment,
            defaults={"mark": mark, "on": dates.today()},
        )
    record(f"network.competence_rated_{moment}", by=by, stream=("installation", 0), obj=("training", training.pk))
