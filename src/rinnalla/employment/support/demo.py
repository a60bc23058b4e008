"""This part of the invented world: agreements of three parties in every state, and what clients said of them."""

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from rinnalla.access.acting import acting
from rinnalla.access.actor import CLIENT, Actor
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import BASICS, EMPLOYMENT
from rinnalla.cases.consents.actions import give_consent
from rinnalla.employers import actions as register
from rinnalla.employers.models import Employer
from rinnalla.employment.matching.answering import answer_proposal
from rinnalla.employment.matching.models import INTERESTED, PROPOSE, TALK, MatchDecision
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.support import agreeing, answering
from rinnalla.employment.support.models import APPROVED, EMPLOYER, REFUSED, UNIT, AgreementQuestion, WorkAgreement
from rinnalla.employment.support.models import CLIENT as CLIENT_PARTY
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Region

GROUPS = (BASICS, EMPLOYMENT)
TRIAL = {
    "aim": "Selvitetään, sopiiko työ ja montako tuntia jaksaa.", "tasks": "Taimien ruukutus ja kastelu istuen.",
    "hours": "4 tuntia päivässä, 4 päivänä viikossa, klo 8–12.", "place": "Kasvihuoneet",
    "mentor": "Tuotantopäällikkö Meri Ruoho", "support": "Valmentaja käy paikalla joka viikko.",
    "evaluation": "Viimeisellä viikolla yhdessä, kolmen kesken.",
}  # fmt: skip
PAID = {
    "tasks": "Aamukuorman purku ja hyllytys.", "hours": "20 tuntia viikossa, klo 6–10.",
    "pay": "Kaupan työehtosopimuksen palkka, 13,20 euroa tunnissa.",
    "decision": "Hakemus on jätetty. Työllisyysalue päättää ennen kuin työ alkaa.",
    "mentor": "Myymäläpäällikkö Siiri Hakala", "after": "Katsotaan maaliskuussa, jatkuuko työ.",
}
FITTED = {
    "arrangement": "Säädettävä työpöytä ja tauko tunnin välein.", "who": "Työnantaja hankkii pöydän tämän kuun aikana.",
    "payer": "Työnantaja, hakee järjestelytukea.", "review": "Kuukauden päästä yhdessä.",
}



def _trial(tasks: str, hours: str, place: str, mentor: str) -> dict[str, str]:
    return {**TRIAL, "tasks": tasks, "hours": hours, "place": place, "mentor": mentor}


LAUNDRY = _trial("Pyyhkeiden lajittelu ja taittelu.", "5 tuntia päivässä, klo 9–14.", "Teollisuusalueen pesula",
                 "Vuoropäällikkö Olavi Nurmi")
CAFE = _trial("Leivonta ja tiskit takahuoneessa.", "4 tuntia päivässä, klo 6–10.", "Torin kahvila",
              "Yrittäjä Eino Kuusela")
STORE = _trial("Pienten lähetysten keräily listan mukaan.", "5 tuntia päivässä, klo 8–13.", "Logistiikkakeskus",
               "Varastopäällikkö Pertti Jääskä")
FLEA = _trial("Lahjoitusten lajittelu ja hinnoittelu.", "4 tuntia päivässä, klo 11–15.", "Myymälä",
              "Yrittäjä Tiina Aalto")
# Employer's first word, kind, text, days from today when it begins and ends; the state it is brought to.
AGREED: tuple[tuple[str, str, dict[str, str], int, int, str], ...] = (
    ("Lähikauppa", "subsidised_work", PAID, -20, 160, "in_force"), ("Pesula", "work_trial", LAUNDRY, 10, 70, "asked"),
    ("Kahvila", "work_trial", CAFE, 5, 65, "declined"), ("Puhtoinen", "adaptation", FITTED, -30, 330, "changed"),
    ("Varasto", "work_trial", STORE, 14, 74, "coming"), ("Kirpputori", "work_trial", FLEA, -60, -10, "ended"),
)  # fmt: skip
OF_ACCOUNT = ("Meriruohon", "work_trial", TRIAL, 12, 72, "waiting")


def agree_on_work(region: Region, actors: Iterable[Actor], leads: Mapping[int, Actor], today: date) -> None:
    """Each coach agrees on work with some clients and employers, on each client's consent for that employer.

    `leads` are those who answer for clients, by user. Who has an account of the own is asked there.
    """
    number = 0
    for coach in (one for one in actors if one.can(Permission.COACHING_EDIT)):
        with _on(today, coach):
            rows = CoachingEpisode.objects.visible_to(coach).open().filter(coach_id=coach.user_id)
            found = list(rows.select_related("case__person", "case__region", "unit").order_by("pk")[:9])
        for episode in found:
            lead = leads.get(episode.case.responsible_worker_id)
            if lead is None or (episode.started_on or today) > today - timedelta(days=12):
                continue
            herself = _herself(episode)
            told = OF_ACCOUNT if herself else AGREED[number % len(AGREED)]
            number += 0 if herself else 1
            try:
                _one(region, coach, lead, herself, episode, told, today)
            except Refused:
                continue  # it does not suit this life: the client lets nobody know, or the lead came later
            if herself:
                _speak(coach, herself, episode, today)


def _one(
    region: Region, coach: Actor, lead: Actor, herself: Actor | None, episode: CoachingEpisode,
    told: tuple[str, str, dict[str, str], int, int, str], today: date,
) -> None:
    name, kind, parts, starts, ends, state = told
    employer = Employer.objects.filter(region=region, name__startswith=name).first()
    if employer is None:
        return
    with _on(today - timedelta(days=11), lead):
        body = register.as_receiver(employer=employer, by=lead)
        given = {"case": episode.case, "organisation": body, "groups": GROUPS, "mode": "written"}
        give_consent(given_on=dates.today(), by=lead, ends_on=today + timedelta(days=365), **given)
    employer.refresh_from_db()
    with _on(today - timedelta(days=9), coach):
        row = agreeing.propose(
            episode=episode, by=coach, kind=kind, employer=employer, parts=parts,
            starts_on=today + timedelta(days=starts), ends_on=today + timedelta(days=ends),
            subsidy_ground="disability_or_illness" if kind == "subsidised_work" else "",
        )
    _bring(row, coach, herself, episode, state, employer, today)


def _bring(
    row: WorkAgreement, coach: Actor, herself: Actor | None, episode: CoachingEpisode, state: str, employer: Employer,
    today: date,
) -> None:
    """The answers that bring it to its state."""
    contact = employer.people.first()
    boss = contact.name if contact else employer.name
    with _on(today - timedelta(days=6), coach):
        _answer(row, coach, EMPLOYER, boss, "email")
        if state in ("waiting", "in_force", "coming", "changed", "ended"):
            _answer(row, coach, UNIT, coach.name or "Valmentaja", "here")
        if state in ("in_force", "coming", "changed", "ended"):
            _answer(row, coach, CLIENT_PARTY, episode.case.person.name, "meeting")
        if state == "declined":
            words = "Aamuvuoro on liian aikainen. Kello kymmenestä eteenpäin sopii."
            _answer(row, coach, CLIENT_PARTY, episode.case.person.name, "phone", REFUSED, words)
    with _on(today - timedelta(days=3), coach):
        now = WorkAgreement.objects.select_related("episode__case", "employer").get(pk=row.pk)
        if state == "changed":
            latest = now.latest
            parts = {**latest.parts, "review": "Kahden kuukauden päästä yhdessä."}
            agreeing.change(
                agreement=now, version=now.version, by=coach, parts=parts, starts_on=latest.starts_on,
                ends_on=latest.ends_on,
            )
        if state == "ended":
            agreeing.end(
                agreement=now, version=now.version, by=coach, on=dates.today(),
                why="Kokeilu tehtiin loppuun. Työ sopi, ja haemme nyt palkkatyötä.",
            )


def _answer(
    row: WorkAgreement, by: Actor, party: str, name: str, way: str, answer: str = APPROVED, words: str = ""
) -> None:
    agreeing.answer(
        agreement=row, number=1, party=party, answer=answer, by=by, on=dates.today(), name=name, way=way, words=words
    )


def _speak(coach: Actor, herself: Actor, episode: CoachingEpisode, today: date) -> None:
    """A client with an account of the own: asks of the agreement and is replied to, and says a word of proposals."""
    with _on(today - timedelta(days=5), herself):
        row = WorkAgreement.objects.filter(episode=episode).first()
        if row is None:
            return
        answering.ask(agreement=row, number=1, by=herself, words="Saanko kotoa lähtiessä bussimatkan korvattua?")
    with _on(today - timedelta(days=4), coach):
        asked = AgreementQuestion.objects.select_related("version__agreement__episode").get(version__agreement=row)
        agreeing.reply(
            question=asked, by=coach,
            words="Kulukorvausta voi saada kokeilun päiviltä. Täytetään hakemus yhdessä ensi tapaamisessa.",
        )
    with _on(today - timedelta(days=1), herself):
        rows = MatchDecision.objects.filter(episode=episode, decision=PROPOSE).select_related("vacancy")
        for one, (said, words) in zip(rows, SAID, strict=False):
            answer_proposal(proposal=one, answer=said, by=herself, words=words)


SAID = ((INTERESTED, ""), (TALK, "Paljonko siellä pitää seistä?"))


def _herself(episode: CoachingEpisode) -> Actor | None:
    """The client as an actor, when the client has an account."""
    user = User.objects.filter(person_id=episode.person_id).first()
    if user is None:
        return None
    return Actor(kind=CLIENT, user_id=user.pk, person_id=user.person_id, name=user.name)


@contextmanager
def _on(day: date, actor: Actor) -> Any:
    moment = min(datetime.combine(day, time(13), dates.HELSINKI), datetime.now(dates.HELSINKI) - timedelta(minutes=4))
    with dates.clock(moment), acting(actor):
        yield
