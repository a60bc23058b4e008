"""Tuula's network and what was found of her work ability: what the pictures of the mapping show."""

from datetime import timedelta

from rinnalla.access.actor import Actor
from rinnalla.assessments.ability import actions as ability
from rinnalla.assessments.ability.actions import Finding
from rinnalla.assessments.network import actions as network
from rinnalla.assessments.network.actions import Beside
from rinnalla.assessments.results import actions as results
from rinnalla.assessments.results.demo import keep
from rinnalla.cases.models import Case
from rinnalla.demo.world import ALL_GROUPS
from rinnalla.lib import dates

TUULAS_NETWORK = (
    Beside("close_person", "Tytär Noora", "Kauppareissut ja juttuseura", since="2001", view="helps",
           own_words="Noora soittaa joka ilta."),
    Beside("close_person", "Naapurin Maija", "Iltakahvit", since="2018", view="helps"),
    Beside("health", "Fysioterapia", "Selkäryhmä", "Mirja Ek", "06 218 4471", view="helps",
           own_words="Selkä tykkää, vaikka aluksi pelotti."),
    Beside("association", "Siirtolapuutarhayhdistys", "Talkoot lauantaisin", since="2015", view="could_help",
           own_words="Siellä osaan jotain."),
    Beside("benefits", "Kela", "Kuntoutusrahan hakemus", view="burdens", own_words="En ymmärrä kirjeitä."),
    Beside("employer", "Entinen keittiöpäällikkö", "Voi suositella", since="2004", view="could_help"),
)


def tuulas_network(case: Case, by: Actor) -> None:
    """Who is beside Tuula, gone through with her before the plan."""
    for one in TUULAS_NETWORK:
        network.add_actor(case=case, by=by, groups=ALL_GROUPS, beside=one)
    network.go_through(case=case, by=by)


def tuulas_own_view(case: Case, by: Actor) -> None:
    """Her own view comes first."""
    _note(case, by, Finding(
        "own", "client", "partial", "Tuula itse", "Keskustelu", "Seisomatyö ei onnistu, mutta kevyt työ käsillä sujuu.",
        "told_by_client", dates.today(), review_on=dates.today() + timedelta(days=200),
    ))


def tuulas_doctor(case: Case, by: Actor) -> None:
    """The doctor's view, whose review is now late, and the physiotherapy that is assessed after."""
    today = dates.today()
    _note(case, by, Finding(
        "medical", "work_pension", "partial", "Hanna Tervo, lääkäri", "Vastaanotto ja kuvaus",
        "Raskas nostaminen ja pitkä seisominen poissuljettu. Kevyt työ osa-aikaisena sopii.", "verified", today,
        organisation="Terveysasema", source_whom="B-lausunto", icf=("b280", "d430"),
        review_on=today + timedelta(days=90),
    ))
    ability.agree_reassessment(
        case=case, by=by, groups=ALL_GROUPS, what="Selän fysioterapia", began_on=today,
        due_on=today + timedelta(days=140),
    )


def tuulas_trial_seen(case: Case, by: Actor) -> None:
    """What was seen at work: beside the doctor's view, in another definition."""
    _note(case, by, Finding(
        "functional", "work_authority", "partial", "Janne Kallio, työhönvalmentaja", "Havainnointi kahtena aamupäivänä",
        "Jaksoi kolme tuntia, kun työasentoa sai vaihtaa. Kumartelu hidasti lopussa.", "told_by_other", dates.today(),
        organisation="Työhönvalmennus", task="Taimien ruukutus ja kastelu", place="Siirtolapuutarhan kasvihuone",
        source_whom="Työhönvalmentaja", review_on=dates.today() + timedelta(days=120),
    ))


def tuulas_answers(case: Case, by: Actor, turn: int) -> None:
    """How Tuula saw it at the beginning, in the middle and lately; in the middle she left out what felt too much."""
    told = (
        {"employability": 3, "work_and_functional_ability": 4, "social_inclusion": 5},
        {"employability": 5, "social_inclusion": 5},
        {"employability": 7, "work_and_functional_ability": 5, "social_inclusion": 6},
    )
    areas = (
        {"work_ability_now": 4, "inclusion": 48, "mind": 52, "everyday": 66, "skills": 70, "body": 35},
        {"work_ability_now": 5, "inclusion": 50, "everyday": 68},
        {"work_ability_now": 6, "inclusion": 58, "mind": 60, "everyday": 70, "skills": 72, "body": 42},
    )
    results.note_situation(
        case=case, by=by, groups=ALL_GROUPS, viewer="client", asked_on=dates.today(), values=told[turn]
    )
    if turn == 2:
        seen = {"employability": 8, "work_and_functional_ability": 6, "social_inclusion": 6}
        results.note_situation(
            case=case, by=by, groups=ALL_GROUPS, viewer="worker", asked_on=dates.today(), values=seen
        )
    keep(case, by, "kykyviisari", areas[turn], "Kykyviisari.fi")
    keep(case, by, "own_goal_scale", {"goal": turn - 1}, "Keskustelu", subject="Jaksan kolme tuntia seisten ja istuen")


def _note(case: Case, by: Actor, finding: Finding) -> None:
    ability.note_assessment(case=case, by=by, groups=ALL_GROUPS, finding=finding)
