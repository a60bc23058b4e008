"""Planning and noting contacts with an employer, keeping promises, hearing needs.

Who plans takes the employer's turn first, so that two who plan at once see each other. Seen in the tests of races.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employers.actions import note, require_own_region
from rinnalla.employers.contacting.models import EmployerContact, EmployerNeed, EmployerPromise
from rinnalla.employers.contacting.reading import others_near
from rinnalla.employers.models import Employer, EmployerPerson, Workplace
from rinnalla.employers.texts import without_client
from rinnalla.employers.vacancies.picking import OCCUPATIONS, SKILLS, known
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.servicemodels.codes import code, deadline


@transaction.atomic
def plan_contact(
    *, employer: Employer, by: Actor, on: date, channel: str, purpose: str, despite: str = "",
    contact_person: EmployerPerson | None = None, workplace: Workplace | None = None, key: UUID | None = None,
) -> EmployerContact:
    """Mean to be in touch on a day. When somebody else is or was near that day, `despite` says why all the same.

    Raises Refused for a day that has gone, for a second plan of one's own on a day, and without `despite` when it is
    asked: who, when, who keeps in touch and the phone (T-66).
    """
    require_own_region(employer, by)
    now = _turn(employer)
    if key and (sent := EmployerContact.objects.filter(form_key=key, employer=employer).first()):
        return sent
    if on < dates.today():
        told = _("Päivä on mennyt. Suunnittele tästä päivästä eteenpäin, tai kirjaa tehty yhteydenotto.")
        raise Refused(told, field="on")
    _known(channel, purpose)
    said = without_client(despite, "despite")
    own = EmployerContact.objects.planned().filter(employer=employer, user_id=by.user_id, on=on)
    if own.exists():
        raise Refused(_("Olet jo suunnitellut yhteydenoton tälle päivälle."), field="on")
    if not said and (near := others_near(now, by, on, deadline(now.region, "employer_contact_gap"))):
        raise Refused(warning(now, near[0]), field="despite")

    def make() -> EmployerContact:
        return EmployerContact.objects.create(
            employer=employer, user_id=by.user_id, unit_id=by.unit_id, on=on, channel=channel, purpose=purpose,
            despite=said[:200], contact_person=contact_person, workplace=workplace, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(EmployerContact.objects.all(), key, make, employer_id=employer.pk)
    if new:
        note(employer, "employers.contact_planned", by, on=on, channel=channel)
    return row


@transaction.atomic
def note_contact(
    *, employer: Employer, by: Actor, on: date, channel: str, purpose: str, text: str = "", toolkit_given: bool = False,
    contact_person: EmployerPerson | None = None, planned: EmployerContact | None = None, key: UUID | None = None,
) -> EmployerContact:
    """Note a contact that was held: the planned one, when there is one, else a new. Raises Refused."""
    require_own_region(employer, by)
    _turn(employer)
    if key and (sent := EmployerContact.objects.filter(form_key=key, employer=employer).first()):
        return sent
    if on > dates.today():
        told = _("Päivä on tulevaisuudessa. Suunnittele yhteydenotto, ja kirjaa se, kun se on ollut.")
        raise Refused(told, field="on")
    _known(channel, purpose)
    kept = {
        "on": on, "channel": channel, "purpose": purpose, "text": without_client(text, "text"),
        "toolkit_given": toolkit_given, "contact_person": contact_person, "held_at": dates.now(),
        "held_by_id": by.user_id,
    }
    if planned:
        row = _hold(planned, by, kept)
    else:
        row, new = once(
            EmployerContact.objects.all(), key,
            lambda: EmployerContact.objects.create(
                employer=employer, user_id=by.user_id, unit_id=by.unit_id, made_by_id=by.user_id, form_key=key, **kept
            ),
            employer_id=employer.pk,
        )
        if not new:
            return row
    if contact_person:  # who has just been met is where the register says
        EmployerPerson.objects.filter(pk=contact_person.pk, confirmed_on__lt=on).update(confirmed_on=on)
    note(employer, "employers.contact_held", by, on=on, channel=channel, toolkit=toolkit_given)
    return row


@transaction.atomic
def note_for_coaching(*, employer: Employer, by: Actor, on: date, remote: bool) -> None:
    """A coach met an employer on behalf of somebody: the register is told that there was a contact, nothing else."""
    channel = "phone" if remote else "visit"
    row = EmployerContact.objects.create(
        employer=employer, user_id=by.user_id, unit_id=by.unit_id, on=on, channel=channel, purpose="follow_up",
        held_at=dates.now(), held_by_id=by.user_id, made_by_id=by.user_id,
    )
    note(row.employer, "employers.contact_held", by, on=on, channel=channel, toolkit=False)


def _hold(planned: EmployerContact, by: Actor, kept: dict) -> EmployerContact:
    """What was planned was held; only by whoever planned it, and once."""
    if planned.user_id != by.user_id:
        raise Refused(_("Yhteydenoton kirjaa se, joka sen suunnitteli."))
    if not EmployerContact.objects.planned().filter(pk=planned.pk).update(**kept):
        raise Refused(_("Yhteydenotto on jo kirjattu tai peruttu. Päivitä sivu."))
    planned.refresh_from_db()
    return planned


@transaction.atomic
def drop_contact(*, contact: EmployerContact, by: Actor) -> None:
    """It will not be. By whoever planned it; twice is once. Raises Refused when it was held."""
    require_own_region(contact.employer, by)
    if contact.user_id != by.user_id:
        raise Refused(_("Yhteydenoton peruu se, joka sen suunnitteli."))
    rows = EmployerContact.objects.planned().filter(pk=contact.pk)
    if rows.update(dropped_at=dates.now(), dropped_by_id=by.user_id):
        note(contact.employer, "employers.contact_dropped", by, on=contact.on)
    elif EmployerContact.objects.held().filter(pk=contact.pk).exists():
        raise Refused(_("Yhteydenotto on jo kirjattu pidetyksi."))


@transaction.atomic
def promise(*, employer: Employer, by: Actor, what: str, due_on: date, key: UUID | None = None) -> EmployerPromise:
    """The employer was promised something by a day; the actor sees to it. Raises Refused."""
    require_own_region(employer, by)
    said = without_client(what, "what")
    if not said:
        raise Refused(_("Kirjoita, mitä lupasit."), field="what")
    if due_on < dates.today():
        raise Refused(_("Päivä on mennyt. Sovi päivä tästä eteenpäin."), field="due_on")

    def make() -> EmployerPromise:
        return EmployerPromise.objects.create(
            employer=employer, what=said, owner_id=by.user_id, unit_id=by.unit_id, due_on=due_on, made_by_id=by.user_id,
            form_key=key,
        )

    row, new = once(EmployerPromise.objects.all(), key, make, employer_id=employer.pk)
    if new:
        note(employer, "employers.promise_given", by, on=due_on)
    return row


@transaction.atomic
def keep_promise(*, promise: EmployerPromise, by: Actor) -> None:
    """It is done. Twice is once."""
    require_own_region(promise.employer, by)
    rows = EmployerPromise.objects.filter(pk=promise.pk, kept_at__isnull=True)
    if rows.update(kept_at=dates.now(), kept_by_id=by.user_id):
        note(promise.employer, "employers.promise_kept", by)


@transaction.atomic
def hear_need(
    *, employer: Employer, by: Actor, what: str, people: int, urgency: str, starts_on: date | None = None,
    text: str = "", workplace: Workplace | None = None, occupation: str = "", skills: Sequence[str] = (),
    key: UUID | None = None,
) -> EmployerNeed:
    """The employer needs work done, so soon (E-49); `occupation` and `skills` as far as they are known. Raises
    Refused."""
    require_own_region(employer, by)
    said, more = without_client(what, "what"), without_client(text, "text")
    if not said:
        raise Refused(_("Kirjoita, mihin työhön tekijää tarvitaan."), field="what")
    if not 1 <= people <= 500:
        raise Refused(_("Kirjoita, montako tekijää tarvitaan. Vähintään yksi."), field="people")
    if code("employer_urgencies", urgency) is None:
        raise Refused(_("Valitse, kuinka pian."), field="urgency")
    if occupation and code(OCCUPATIONS, occupation) is None:
        raise Refused(_("Ammattiryhmä ei ole luettelossa. Jätä se tyhjäksi, jos sopivaa ei ole."), field="occupation")
    asked = known(SKILLS, skills, "skills")

    def make() -> EmployerNeed:
        return EmployerNeed.objects.create(
            employer=employer, what=said, people=people, urgency=urgency, starts_on=starts_on, text=more,
            workplace=workplace, occupation=occupation, skills=asked, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(EmployerNeed.objects.all(), key, make, employer_id=employer.pk)
    if new:
        note(employer, "employers.need_heard", by, urgency=urgency, number=people)
    return row


@transaction.atomic
def close_need(*, need: EmployerNeed, by: Actor, outcome: str) -> None:
    """What came of a need. The same twice is once; another answer is refused. Raises Refused."""
    require_own_region(need.employer, by)
    if code("employer_need_outcomes", outcome) is None:
        raise Refused(_("Valitse, mitä tarpeesta tuli."), field="outcome")
    rows = EmployerNeed.objects.filter(pk=need.pk, closed_at__isnull=True)
    if rows.update(closed_at=dates.now(), closed_by_id=by.user_id, outcome=outcome):
        note(need.employer, "employers.need_closed", by, outcome=outcome)
    elif not EmployerNeed.objects.filter(pk=need.pk, outcome=outcome).exists():
        raise Refused(_("Joku muu ehti kirjata, mitä tarpeesta tuli. Päivitä sivu."))


def warning(employer: Employer, near: EmployerContact) -> str:
    """Who is or was in touch, when, and whom to call first."""
    text = (
        _("%(name)s (%(body)s) on suunnitellut yhteydenoton %(day)s, puhelin %(phone)s.")
        if near.held_at is None
        else _("%(name)s (%(body)s) oli yhteydessä %(day)s, puhelin %(phone)s.")
    )
    about = {
        "name": near.user.name, "body": near.unit.organisation.name, "day": dates.d(near.on),
        "phone": near.phone or "–",
    }
    told = [text % about]
    if employer.owner:
        keeps = _("Yhteyttä pitää %(name)s, puhelin %(phone)s.")
        told.append(keeps % {"name": employer.owner.name, "phone": employer.owner_phone or "–"})
    told.append(_("Sopikaa ensin keskenänne. Jos otat silti yhteyttä, kirjoita miksi."))
    return " ".join(told)


def _turn(employer: Employer) -> Employer:
    """Wait for whoever is planning with the same employer; the row as it is then."""
    Employer.objects.select_for_update().get(pk=employer.pk)
    return Employer.objects.select_related("region", "owner", "owner_unit").get(pk=employer.pk)


def _known(channel: str, purpose: str) -> None:
    if code("employer_channels", channel) is None:
        raise Refused(_("Valitse, miten olet yhteydessä."), field="channel")
    if code("employer_purposes", purpose) is None:
        raise Refused(_("Valitse, mitä varten olet yhteydessä."), field="purpose")
