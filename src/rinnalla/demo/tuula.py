"""Tuula Rantanen, 47: the one whose story runs through the pictures, point by point.

Days are counted from today, so that she is always at the same point: a work trial is being agreed on, and Kela's
decision is late.
"""

import random
from dataclasses import replace
from datetime import timedelta

from rinnalla.access.actor import Actor
from rinnalla.access.models import Depth, User
from rinnalla.assessments import actions as assessments
from rinnalla.cases import actions as cases
from rinnalla.cases import responsibility
from rinnalla.cases.consents import actions as consents
from rinnalla.catalogue.models import ServiceCard
from rinnalla.demo import deeds, measuring
from rinnalla.demo.scenes import KATRI, Scenes, give_account
from rinnalla.demo.world import (
    ALL_GROUPS,
    BASICS,
    EMPLOYMENT,
    HEALTH,
    LIVELIHOOD,
    SOCIAL,
    SPECIAL,
    World,
    fresh,
)
from rinnalla.employment import demo as coaching
from rinnalla.exchange.packets import demo as packets
from rinnalla.lib import dates
from rinnalla.organisations.models import Municipality
from rinnalla.plans import actions as plans
from rinnalla.plans.demo import nearer_work, round_the_plan, stand_behind
from rinnalla.plans.models import Action, Plan, PlanVersion
from rinnalla.plans.paths import demo as paths
from rinnalla.referrals import actions as referrals
from rinnalla.referrals import triage
from rinnalla.referrals.identity import Identity
from rinnalla.services import actions as services
from rinnalla.services import livelihood
from rinnalla.services.livelihood import Terms

GARDEN = "Meriruohon Puutarha"


class Tuula(Scenes):
    """Tuula Rantanen, 47: the points of her path, in order."""

    def __init__(self, world: World) -> None:
        self.world = world
        staff = world.members
        self.katri, self.janne, self.riikka = staff[KATRI], staff["janne.kallio"], staff["riikka.norrgard"]
        self.mari, self.timo, self.doctor = staff["mari.salo"], staff["timo.laakso"], staff["hanna.tervo"]
        self.luck = random.Random("tuula")  # noqa: S311  # an invented life
        self.who = replace(world.inventor.named("Tuula", "Rantanen", age=47), phone="040 555 0147")

    def live(self) -> None:
        self.calls_herself()
        self.meets_katri()
        self.is_examined()
        self.makes_a_plan()
        self.is_coached()
        self.applies_to_kela()
        self.sees_the_garden()
        give_account(self.world, self.case, "tuula", "Tuula Rantanen", "fi")
        self.waits()
        self.walks_a_path()

    def calls_herself(self) -> None:
        home = Municipality.objects.get(code="905")
        with self.acting(-196) as by:
            referral = referrals.send_referral(
                by=by,
                who=Identity(self.who.given, self.who.family, self.who.phone, "", self.who.hetu.text),
                unit=self.katri.unit,
                municipality=home,
                wish="Haluan töihin, joissa selkä kestää. Mieluiten kasvien kanssa.",
                channel="self",
                sender_kind="",
                sender_name="",
                consent=True,
            )
            triage.contact(referral=referral, version=referral.version, by=by)
            self.case = triage.accept(referral=referral, version=referral.version, by=by)

    def meets_katri(self) -> None:
        """The first talk; Katri is agreed on as the one responsible."""
        with self.acting(-180) as by:
            proposal = responsibility.propose(
                case=fresh(self.case),
                worker=self.katri.user,
                unit=self.katri.unit,
                decision_power="none",
                by=by,
                ground=self.world.ground(self.katri),
                answer_due_on=dates.today() + timedelta(days=7),
            )
            responsibility.answer_as_worker(proposal=proposal, by=by, answer="yes")
            yes = "Katri kuuntelee. Sopii hyvin."
            responsibility.answer_of_client(proposal=proposal, by=by, answer="yes", words=yes)
            case = fresh(self.case)
            cases.set_wish(case=case, version=case.version, by=by, wish=case.wish, motivation=9)
            cases.note_contact(
                case=case,
                by=by,
                on=dates.today(),
                channel="meeting",
                subject="Alkuhaastattelu",
                minutes=60,
                client_rating=5,
                text="Selkä vaivannut kaksi vuotta. Keittiötyö ei enää onnistu. Kasveista puhuessa silmät syttyvät.",
            )
            self.assessment = assessments.start(case=case, by=by)
            self._team(by)

    def _team(self, by: Actor) -> None:
        """Who helps, and on what ground: law, or Tuula's own leave."""
        kela = self.mari.unit.organisation
        consents.give_consent(
            case=fresh(self.case), organisation=kela, groups=[BASICS, EMPLOYMENT, LIVELIHOOD, HEALTH], mode="written",
            given_on=dates.today(), by=by,
            ends_on=self.world.today + timedelta(days=38),
            health_kinds=["work_ability", "functioning", "considerations", "care", "notes"],
        )
        for member, task, groups, depth in (
            (self.mari, "Työkykyneuvoja", [BASICS, EMPLOYMENT, LIVELIHOOD, HEALTH], Depth.BASICS),
            (self.timo, "Työllisyysasiantuntija", [BASICS, EMPLOYMENT], Depth.BASICS),
            (self.riikka, "Sosiaaliohjaaja", [BASICS, SOCIAL, LIVELIHOOD, EMPLOYMENT, HEALTH], Depth.WORKS),
            (self.doctor, "Lääkäri", [BASICS, HEALTH, SPECIAL], Depth.WORKS),
        ):
            cases.join_team(
                case=fresh(self.case),
                user=member.user,
                unit=member.unit,
                task=task,
                by=by,
                depth=depth,
                groups=groups,
                ground=self.world.ground(member, fresh(self.case)),
            )

    def is_examined(self) -> None:
        with self.acting(-176) as by:
            check = services.plan_service(case=fresh(self.case), by=by, card=self._card("working_age_health_check"))
            case = fresh(self.case)
            cases.move_stage(case=case, version=case.version, by=by, stage="mapping")
        with self.acting(-166) as by:
            check = self._episode(check)
            services.start_service(episode=check, version=check.version, by=by, on=dates.today())
            services.end_service(
                episode=check,
                version=check.version,
                by=by,
                on=dates.today(),
                outcome="other",
                words="Verenpaine ja veriarvot kunnossa. Selän kuvaus ja fysioterapia järjestyvät.",
            )
        with self.acting(-146, self.timo) as by:
            cases.note_contact(
                case=fresh(self.case),
                by=by,
                on=dates.today(),
                channel="meeting",
                subject="Palvelutarpeen arvio",
                text="Tuula, Katri ja Timo kävivät tarpeet läpi yhdessä.",
                with_client=False,
                minutes=90,
            )
        with self.acting(-146, hour=15) as by:
            self._sign_assessment(by)
            measuring.tuulas_own_view(fresh(self.case), by)
            measuring.tuulas_answers(fresh(self.case), by, 0)
        with self.acting(-126, self.doctor) as by:
            cases.note_contact(
                case=fresh(self.case),
                by=by,
                on=dates.today(),
                channel="phone",
                subject="Puhelu lääkärin kanssa",
                minutes=20,
                text="Puhuttiin unesta ja mielialasta. Sovittiin seuraava soitto.",
                field_group=SPECIAL,
            )
            measuring.tuulas_doctor(fresh(self.case), by)

    def _sign_assessment(self, by: Actor) -> None:
        row = self.assessment
        row.refresh_from_db()
        answers = dict.fromkeys(deeds.areas_of(self.world.region), ("no_need", ""))
        answers |= {
            "work": ("need", "Keittiötyön tilalle jotain, missä ei nostella."),
            "health": ("need", "Selkä."),
            "livelihood": ("need", "Mitä jää käteen työkokeilun aikana?"),
        }
        assessments.save(
            assessment=row,
            version=row.version,
            by=by,
            groups=ALL_GROUPS,
            answers=answers,
            criteria=deeds.criteria()[:2],
            facts={
                "talked_on": dates.today(),
                "goal": "Työ, jossa selkä kestää.",
                "motivation": 9,
                "wish": "Haluan töihin, joissa selkä kestää. Mieluiten kasvien kanssa.",
                "network": "Tytär asuu samassa kaupungissa. Naapurin Maija käy iltaisin kahvilla.",
                "resources": "Kaksikymmentä vuotta keittiössä: tarkka ja rauhallinen kiireessä. Oma siirtolapuutarha.",
                "health_notes": "Alaselän välilevyn rappeuma, fysioterapia alkaa elokuussa.",
            },
        )
        assessments.sign(assessment=row, version=row.version, by=by)

    def makes_a_plan(self) -> None:
        with self.acting(-110) as by:
            team = self._call(
                by, -97, "team_meeting", "Tehdään suunnitelma yhdessä.", (self.riikka, self.doctor), "09:30"
            )
        with self.acting(-98) as by:
            measuring.tuulas_network(fresh(self.case), by)
        with self.acting(-97, hour=13) as by:
            self.plan = plans.start_plan(
                case=fresh(self.case), by=by, made_in="team", review_on=dates.today() + timedelta(days=90),
                support_months=18,
            )
            self.work = plans.add_goal(
                plan=self.plan,
                by=by,
                in_clients_words="Haluan töihin, joissa selkä kestää. Mieluiten kasvien kanssa.",
                purpose="employment",
                importance=9,
            )
            self._action(by, self.work, "Selkäryhmä kaksi kertaa viikossa", None, 25)
            first = self._action(by, self.work, "Työhönvalmentaja mukaan", self.katri, -76)
            round_the_plan(Plan.objects.select_related("case").get(pk=self.plan.pk), by)
            self._confirm(by, "Ensimmäinen yhteinen suunnitelma")
            self._hold(
                by, team, "Teimme suunnitelman. Tärkeintä on työ, jossa selkä kestää. Janne alkaa etsiä sitä kanssasi."
            )
        with self.acting(-90) as by:
            case = fresh(self.case)
            cases.move_stage(case=case, version=case.version, by=by, stage="services")
            consent = consents.give_consent(
                case=case,
                organisation=self.janne.unit.organisation,
                groups=[BASICS, EMPLOYMENT],
                mode="written",
                given_on=dates.today(),
                by=by,
            )
            cases.join_team(
                case=case,
                user=self.janne.user,
                unit=self.janne.unit,
                task="Työhönvalmentaja",
                by=by,
                ground="consent",
                groups=[BASICS, EMPLOYMENT],
                consent=consent,
            )
            plans.mark_done(action=first, by=by, what_came="Janne Kallio Askel ry:stä aloittaa 8. päivä.")

    def is_coached(self) -> None:
        with self.acting(-76) as by:
            kind = "supported_employment_coaching"
            services.plan_service(case=fresh(self.case), by=by, card=self._card(kind))
            janne = self.janne
            self.coaching = coaching.begin(fresh(self.case), by, janne.user, janne.unit, kind)
        with self.acting(-61) as by:
            measuring.tuulas_answers(fresh(self.case), by, 1)
        with self.acting(-60) as by:
            self._action(by, self.work, "Tutustuminen puutarhaan", self.janne, -25)
            self._confirm(by, "Valmentaja mukaan")
        self._contact(
            -52, "phone", "Kuulumispuhelu", "Selkäryhmä tuntuu hyvältä. Jannen kanssa listattu kuusi paikkaa."
        )

    def applies_to_kela(self) -> None:
        with self.acting(-46) as by:
            card = self._card("vocational_rehabilitation")
            services.plan_service(case=fresh(self.case), by=by, card=card, waits_since=dates.today())
            self._lives_on(by)
            self._action(by, self.work, "Päätös ammatillisesta kuntoutuksesta", self.mari, -12)
            self._confirm(by, "Hakemus kuntoutukseen lähti Kelaan")
            mari = self.mari
            packets.give(fresh(self.case), mari.unit.organisation, by, aim="benefit_matter", receiver=mari.user.name)

    def _lives_on(self, by: Actor) -> None:
        """Sickness allowance has ended; the allowance of rehabilitation waits for Kela's decision (L-72)."""
        today, case = self.world.today, fresh(self.case)
        livelihood.note_benefit(
            case=case, by=by, kind="sickness_allowance",
            terms=Terms(starts_on=today - timedelta(days=240), ends_on=today + timedelta(days=38), days_before=20),
        )
        livelihood.note_benefit(
            case=case, by=by, kind="rehabilitation_allowance", next_step="Mari Salo soittaa, kun Kela on päättänyt.",
            terms=Terms(decision="", applied_on=dates.today()),
        )

    def sees_the_garden(self) -> None:
        """The visit, what Tuula said after it, and version four."""
        with self.acting(-25, self.janne) as by:
            cases.note_contact(
                case=fresh(self.case),
                by=by,
                on=dates.today(),
                channel="meeting",
                subject=f"Tutustumiskäynti, {GARDEN}",
                text="Tuula kulki kasvihuoneet läpi ja kyseli taimista. Pöydät ovat sopivalla korkeudella.",
                with_client=False,
                minutes=90,
                field_group=EMPLOYMENT,
            )
        with self.acting(-24) as by:
            measuring.tuulas_trial_seen(fresh(self.case), by)
            measuring.tuulas_answers(fresh(self.case), by, 2)
            visit = Action.objects.select_related("case", "goal").get(goal=self.work, what="Tutustuminen puutarhaan")
            plans.mark_done(action=visit, by=by, what_came="Paikka sopii. Puutarha on kiinnostunut työkokeilusta.")
        with self.acting(-25, hour=15) as by:
            self._action(by, self.work, f"Sopimus työkokeilusta, {GARDEN}", self.janne, 11)
            self._action(by, self.work, "Laskelma: mitä käteen työkokeilun aikana", self.katri, 4)
            home = plans.add_goal(
                plan=self.plan,
                by=by,
                in_clients_words="Että arki pyörii kipeänäkin päivänä.",
                purpose="prevent_incapacity",
                importance=7,
            )
            self._action(by, home, "Kotipalvelun kokeilu kahden kuukauden ajan", self.riikka, 38)
            nearer_work(Plan.objects.select_related("case").get(pk=self.plan.pk), by, GARDEN, self.timo.user)
            self._confirm(by, "Tutustuminen onnistui, työkokeilusta sovitaan")
            trial = ServiceCard.objects.filter(region=self.world.region, service="work_trial_jobseeker").first()
            services.plan_service(
                case=fresh(self.case),
                by=by,
                card=trial,
                organiser_name=GARDEN if trial is None else "",
                own_name="" if trial else "Työkokeilu",
                planned_on=self.world.today + timedelta(days=49),
            )
        with self.acting(-24, self.janne) as by:
            for action in Action.objects.filter(case=self.case, owner=self.janne.user).open().select_related("case"):
                plans.accept_action(action=action, by=by)
            newest = PlanVersion.objects.select_related("plan__case").filter(case=self.case).order_by("-number").first()
            stand_behind(newest, by)
        if self.coaching:
            coach = self.janne.actors["job_coach"]
            coaching.tuulas_weeks(self.coaching.pk, coach, self.world.at, self.world.day, GARDEN)

    def waits(self) -> None:
        """Where she is now: the trial is being agreed on, Kela is late, and she has asked something."""
        self._contact(
            -7,
            "home",
            "Kotipalvelun kokeilu alkoi",
            "Riikka kävi ensimmäisen kerran. Keittiön korkeat kaapit järjestettiin.",
        )
        with self.acting(-3, self.janne, 14) as by:
            cases.note_contact(
                case=fresh(self.case),
                by=by,
                on=dates.today(),
                channel="phone",
                subject="Puhelu puutarhan kanssa",
                text="Tammikuun toinen viikko sopii. Puhdas taukotila ja oma penkki löytyvät.",
                with_client=False,
                minutes=14,
                field_group=EMPLOYMENT,
            )
        client = User.objects.get(username="tuula")
        herself = Actor(kind="client", user_id=client.pk, person_id=client.person_id, name=client.name)
        with self.world.at(self.world.today + timedelta(days=-3), herself, 18) as by:
            plan = Plan.objects.select_related("case").get(pk=self.plan.pk)
            plans.comment(plan=plan, by=by, text="Pitääkö minun itse soittaa Kelaan?")
        self._writes(herself)
        self._asks(herself)
        with self.acting(-3, hour=16) as by:
            people = (self.janne, self.mari, self.doctor)
            self._call(by, 16, "team_meeting", "Sovitaan yhdessä työkokeilusta.", people, "13:00")
            case = fresh(self.case)
            today = self.world.today
            cases.set_step(
                case=case, version=case.version, by=by, next_step="Etuuslaskelma valmiiksi",
                next_step_on=today + timedelta(days=4), review_on=today + timedelta(days=66),
            )

    def walks_a_path(self) -> None:
        """The steps behind and ahead, the two phases beside each other, and what Timo proposes next."""
        with self.acting(-3, hour=17) as by:
            case = fresh(self.case)
            begun = paths.begin(case, by, goal=self.work)
            if begun:
                paths.walk(begun, case, by, self.luck)
            paths.phases_of(case, by, self.luck, rehabilitates=True)
        with self.acting(-2, self.timo) as by:
            why = "Puutarhan työkokeilu alkaa tammikuussa. Palkkatuesta on hyvä sopia ennen sitä."
            paths.propose(fresh(self.case), by, "Palkkatuen ehdot selville", why, goal=self.work)
