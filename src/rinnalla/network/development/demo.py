"""Development work of the invented world: projects of the region's own files closed with their heirs and one that runs,
partners, a partnership whose chair rotates, meetings and events, three models piloted, a lesson, notes, two stories."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.network.contacts.actions import Planned, Went, cancel_contact, lead_to, plan_contact
from rinnalla.network.contacts.models import ContactPart, CooperationContact
from rinnalla.network.development import actions
from rinnalla.network.development.actions import ActionWords, Step
from rinnalla.network.development.models import Development, SuccessStory
from rinnalla.network.keeping import colleagues
from rinnalla.network.partners import actions as partners
from rinnalla.network.partners.actions import PartnerWords
from rinnalla.network.partners.models import Partner
from rinnalla.network.partnerships import actions as partnerships
from rinnalla.network.partnerships.actions import PartnershipWords
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects import actions as projects
from rinnalla.network.projects.actions import ProjectWords, Worker
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Organisation, Region, Unit
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.models import Pilot

THEMES = ("Osatyökykyisyys", "Ostopalvelut", "Yritysyhteistyö", "Viestintä")
OUTSIDE = (
    ("Vates-säätiö", "association", "Kehityspäällikkö"), ("Vammaisneuvosto", "disability_council", "Puheenjohtaja"),
    ("Hyvinvoinnin edistämisen työryhmä", "wellbeing_promotion", "Hyvinvointikoordinaattori"),
    ("Terveyden ja hyvinvoinnin laitos THL", "research", "Erityisasiantuntija"),
    ("Työterveyslaitos TTL", "research", "Vanhempi asiantuntija"),
)  # fmt: skip
# Operating model, title, what was found.
MODELS = (
    ("responsible_worker", "Asiakasvastaavan malli kokeiltiin lähipalveluissa",
     "Asiakas tiesi, kenelle soittaa. Vastaavia tarvitaan kaksi jokaista asemaa kohti, jotta loma ei katkaise työtä."),
    ("team_and_assessment", "Työkykykoordinaattorin malli kokeiltiin kokoamalla tiimi yhdestä paikasta",
     "Ensimmäinen tapaaminen järjestyi nopeammin, kun kutsut lähtivät yhdestä paikasta."),
    ("quality_coaching", "Laatukriteereihin perustuva työhönvalmennus kokeiltiin kahdessa yksikössä",
     "Työ löytyi useammalle, kun valmentajalla oli enintään 25 asiakasta. Itsearviointi jäi pysyväksi tavaksi."),
)  # fmt: skip
GROUPS = ("long_term_unemployed", "recurrently_unemployed", "professional")
LESSONS = "Hanke näytti, mikä toimii. Seuraavalla kerralla jatkajat nimetään jo puolivälissä."
TALE = (
    "Olin ollut kotona kolme vuotta. Kahvilassa aloitin kahdella päivällä viikossa, ja valmentaja kävi aluksi joka "
    "viikko.\n\nNyt teen neljää päivää ja koulutan itse uudet tulijat tiskille."
)


@dataclass
class Made:
    """What has been made so far, for what follows."""

    by: Actor
    today: date
    partners: list[Partner] = field(default_factory=list)
    ideas: list[Development] = field(default_factory=list)


def develop(region: Region, actors: Iterable[Actor]) -> None:
    """All of it, by the first coordinator who records development work, else by a manager."""
    able = [one for one in actors if one.can(Permission.DEVELOPMENT_RECORD)]
    by = next((one for one in able if one.role == "coordinator"), able[0] if able else None)
    if by is None:
        return
    made = Made(by, dates.today())
    _partners(made, region)
    _past_projects(made, region)
    project = _running_project(made, region)
    together = _partnership(made)
    _actions(made, project, together, region)
    _contacts(made, project, together)
    _notes(made)
    _stories(made)


def _at(made: Made, ago: int) -> datetime:
    """A morning so many days ago."""
    return datetime.combine(made.today - timedelta(days=ago), time(10), dates.HELSINKI)


def _partners(made: Made, region: Region) -> None:
    bodies = Organisation.objects.filter(region=region).exclude(kind="employer").order_by("pk")[:6]
    words = [PartnerWords("", "", "Verkostovastaava", organisation=one) for one in bodies]
    words += [PartnerWords(name, kind, task) for name, kind, task in OUTSIDE]
    me = colleagues(made.by.organisation_id)[str(made.by.user_id)]
    for number, one in enumerate(words):
        with dates.clock(_at(made, 420)), acting(made.by):
            partner = partners.add_partner(by=made.by, words=one)
            if number % 2 == 0:
                partners.set_rhythm(partner=partner, version=1, by=made.by, every_weeks=4 + 2 * number, keeper=me)
        made.partners.append(partner)


def _past_projects(made: Made, region: Region) -> None:
    """The projects of the region's own files, with the bodies of their time, closed when their time was over. Their
    money is not told there, so it is not invented here."""
    model = codes.published(region)
    for told in model.model.projects if model else ():
        since, until = told.start or date(2021, 1, 1), told.end or date(2022, 12, 31)
        with dates.clock(datetime.combine(since, time(10), dates.HELSINKI)), acting(made.by):
            project = projects.found_project(by=made.by, words=ProjectWords(
                told.names.fi, told.funder.fi, since, until,
                "Ihminen saa tuen ajoissa, ja työn ja palvelujen väliin ei jää aukkoja.",
                programme=told.programme or "", groups=GROUPS,
                need_words="muutamia tuhansia", need_source="Hankesuunnitelma", need_on=since,
            ))  # fmt: skip
            for body in told.organisations:
                projects.set_project_partner(project=project, by=made.by, partner=_of_its_time(made, body),
                                             role=body.role)  # fmt: skip
            _staff(made, project, region)
        with dates.clock(datetime.combine(until, time(12), dates.HELSINKI)), acting(made.by):
            _close(made, project)


def _of_its_time(made: Made, body) -> Partner:
    same = Partner.objects.filter(region_id=made.by.region_id, name=body.names.fi).first()
    words = PartnerWords(body.names.fi, body.kind, "Hankkeen yhteyshenkilö")
    return same or partners.add_partner(by=made.by, words=words)


def _staff(made: Made, project: Project, region: Region) -> None:
    """Ten in the first municipality and two in the second, two of them from disability services."""
    towns = list(region.municipalities.order_by("code"))
    tasks = ("Asiakasvastaava", "Työkykykoordinaattori", "Työhönvalmentaja")
    for number in range(12):
        town = towns[0] if number < 10 or len(towns) < 2 else towns[-1]
        task = "Hankepäällikkö" if number == 0 else tasks[number % 3]
        projects.add_worker(project=project, by=made.by, worker=Worker(
            task, "Sosionomi" if number % 2 else "Terveydenhoitaja", project.starts_on,
            "Vammaispalvelut" if number in (4, 7) else "", town, project.ends_on,
        ))  # fmt: skip


def _close(made: Made, project: Project) -> None:
    unit = Unit.objects.select_related("organisation").get(pk=made.by.unit_id)
    for kind, what in (("way_of_working", "Asiakasvastaavan malli"), ("network", "Alueen työkyvyn tuen verkosto")):
        result = projects.add_result(project=project, by=made.by, kind=kind, what=what)
        projects.name_heir(result=result, by=made.by, heir=unit, heir_from=project.ends_on + timedelta(days=1))
    projects.close_project(project=project, version=1, by=made.by, lessons=LESSONS)


def _running_project(made: Made, region: Region) -> Project:
    """One that runs under an umbrella, with a result that has no heir yet."""
    since, until = made.today - timedelta(days=400), made.today + timedelta(days=330)
    with dates.clock(_at(made, 400)), acting(made.by):
        umbrella = projects.found_project(by=made.by, words=ProjectWords(
            "Työkyvyn tuki kuntoon", "Euroopan sosiaalirahasto", since, until,
            "Jokainen toimija tekee teemasta osan omaa työtään.", groups=GROUPS,
        ))  # fmt: skip
        project = projects.found_project(by=made.by, words=ProjectWords(
            "Lähipalvelut työkyvyn tukena", "Euroopan sosiaalirahasto", since, until,
            "Työkyvyn arvio ja valmennus tuodaan lähelle asiakasta.", umbrella=umbrella, budget_eur=Decimal(280_000),
            groups=GROUPS, need_low=1800, need_high=2600, need_source="Alueen hyvinvointikertomus", need_on=since,
        ))  # fmt: skip
        for partner, role in zip(made.partners[:4], ("administrator", "part_implementer", "partner", "cooperating"),
                                 strict=False):  # fmt: skip
            projects.set_project_partner(project=project, by=made.by, partner=partner, role=role)
        projects.add_result(project=project, by=made.by, kind="service", what="Työkyvyn arvio lähipalveluissa")
    with dates.clock(_at(made, 40)), acting(made.by):
        day = made.today - timedelta(days=45)
        projects.note_spending(project=project, by=made.by, on=day, what="Palkat", amount_eur=Decimal("96250.00"))
    for pilot in Pilot.objects.filter(region=region)[:1]:
        with acting(made.by):
            projects.take_pilot(project=project, by=made.by, pilot=pilot)
            earlier = Project.objects.filter(region=region, closed_at__isnull=True).exclude(pk=project.pk).first()
            if earlier:
                projects.link_projects(project=project, by=made.by, other=earlier)
    return project


def _partnership(made: Made) -> Partnership:
    """Five plan companies' social responsibility together, and an older network that has grown stronger."""
    since = made.today - timedelta(days=200)
    with dates.clock(_at(made, 200)), acting(made.by):
        together = partnerships.begin_partnership(by=made.by, members=made.partners[:5], words=PartnershipWords(
            "Yritysten yhteiskuntavastuu", "Yritysyhteistyö", "new", since,
            "Suunnittelemme, miten yritykset voivat ottaa osatyökykyisiä töihin osana vastuullisuuttaan. Tietoa "
            "levitetään onnistumistarinoilla.",
        ))  # fmt: skip
        partnerships.set_turns(partnership=together, version=1, by=made.by, first_on=since, months=3)
        partnerships.begin_partnership(by=made.by, members=made.partners[5:8], words=PartnershipWords(
            "Palkkatuki järjestöissä", "Palkkatuki", "strengthened", since, "Sovimme, miten palkkatuettu työ jatkuu.",
        ))  # fmt: skip
    return together


def _actions(made: Made, project: Project, together: Partnership, region: Region) -> None:
    me = colleagues(made.by.organisation_id)[str(made.by.user_id)]
    unit = Unit.objects.select_related("organisation").get(pk=made.by.unit_id)
    for number, (model, title, found) in enumerate(MODELS):
        with dates.clock(_at(made, 300 - number)), acting(made.by):
            one = actions.add_development(by=made.by, words=ActionWords(
                title, "Mallia kokeiltiin valituilla ryhmillä kumppanien kanssa.", me,
                made.today - timedelta(days=60), project, model_key=model, groups=GROUPS, card=_card(region, model),
            ))  # fmt: skip
            actions.take_on(development=one, version=1, by=made.by, step=Step("under_way"))
        with dates.clock(_at(made, 60)), acting(made.by):
            actions.take_on(development=one, version=2, by=made.by, step=Step(
                "carried_on", found, heir=unit, heir_from=made.today - timedelta(days=59)))  # fmt: skip
    with dates.clock(_at(made, 90)), acting(made.by):
        idea = actions.add_development(by=made.by, words=ActionWords(
            "Alihankintamalli", "Pienet yritykset tekisivät osatöitä isommalle."))  # fmt: skip
        actions.take_on(development=idea, version=1, by=made.by, step=Step(
            "considered_not_done", reason="Voimat eivät riittäneet. Malli vaatii oman vetäjän.",
        ))  # fmt: skip
        made.ideas.append(actions.add_development(by=made.by, words=ActionWords(
            "Yhteinen ohje yrityksille", "Yhden sivun ohje siitä, kuinka aloittaa.", me, made.today - timedelta(days=3),
            partnership=together, pilot=Pilot.objects.filter(region=region).first(),
        )))  # fmt: skip
        made.ideas.append(actions.add_development(by=made.by, words=ActionWords(
            "Iltavastaanotto kerran kuussa", "Työssä käyvät eivät pääse päivällä.")))  # fmt: skip


def _card(region: Region, model: str) -> ServiceCard | None:
    """The service that a piloted model has changed, for its log."""
    key = {"team_and_assessment": "work_ability_assessment", "quality_coaching": "supported_employment_coaching"}
    return ServiceCard.objects.offered().filter(region=region, key=key.get(model, "")).first()


def _contacts(made: Made, project: Project, together: Partnership) -> None:
    """Thirteen meetings by theme, events with the first outside partner, one ahead and one called off."""
    held: list[CooperationContact] = []
    for number in range(13):
        partner = made.partners[number % len(made.partners)]
        held.append(_contact(made, 190 - 14 * number, THEMES[number % 4], [partner], came=4 + number % 5,
                             partnership=together if number % 4 == 2 else None))  # fmt: skip
    with acting(made.by):
        lead_to(contact=held[2], by=made.by, development=made.ideas[0])
        lead_to(contact=held[6], by=made.by, development=made.ideas[1])
    vates = next(one for one in made.partners if one.name == OUTSIDE[0][0])
    more = {
        "kind": "event", "audience": "employment_actors", "title": "Osatyökykyisyys työelämässä", "project": project,
    }
    for ago, came in ((150, 46), (70, 38), (-40, None)):
        _contact(made, ago, "Osatyökykyisyys", [vates], came=came, **more)
    _contact(made, -20, "Palkkatuki", made.partners[6:8], kind="event", audience="associations",
             title="Palkkatuki järjestöissä", role=ContactPart.Role.CO_PLANNER)  # fmt: skip
    _contact(made, 30, "Palvelujen kehittäminen", made.partners[:2], came=12, kind="brainstorming",
             title="Aivoriihi: miten palvelu löytyy")  # fmt: skip
    called_off = _contact(made, 10, "Viestintä", made.partners[1:2], kind="workshop", title="Viestintäpaja")
    with acting(made.by):
        cancel_contact(contact=called_off, by=made.by, why="Vetäjä sairastui. Uusi aika sovitaan alkuvuodesta.")


def _contact(
    made: Made, ago: int, theme: str, with_whom: list[Partner], *, came: int | None = None, kind: str = "meeting",
    audience: str = "partners", title: str = "", role: str = ContactPart.Role.TAKES_PART, **within,
) -> CooperationContact:
    planned = Planned(kind, title or f"Tapaaminen: {theme.lower()}", theme, audience, made.today - timedelta(days=ago),
                      "Kirjaston kokoushuone" if kind == "event" else "Etänä", **within)  # fmt: skip
    went = None if came is None else Went(came, Decimal("3.5"), "Sovittiin seuraavat askeleet ja kuka tekee mitä.")
    with dates.clock(_at(made, max(ago, 0))), acting(made.by):
        return plan_contact(by=made.by, planned=planned, partners=dict.fromkeys(with_whom, role), went=went)


def _notes(made: Made) -> None:
    with dates.clock(_at(made, 20)), acting(made.by):
        day = made.today - timedelta(days=20)
        for theme, voice, text, evidence, leave in (
            ("awareness", "network", "Työnantajat kysyvät itse, miten palkkaus tuetaan.", "Työnantajakysely 2026", ""),
            ("services", "network", "Ryhmä mainitaan kaikissa uusissa palveluhankinnoissa.", "Hankintapäätökset 2026",
             "Kehittämispäällikkö, päätös julkinen"),
            ("together", "professional", "Samaa asiakasta ei enää soiteta läpi kolmesti.", "",
             "Työntekijä, sähköposti 3.11.2026"),
            ("everyday", "client", "Ensimmäistä kertaa tiesin, mitä seuraavaksi tapahtuu.", "",
             "Asiakas, kirjallinen lupa, asianhallinta"),
        ):  # fmt: skip
            actions.write_note(by=made.by, theme=theme, voice=voice, on=day, text=text, evidence=evidence,
                               may_publish=leave)  # fmt: skip


def _stories(made: Made) -> None:
    """One told with both consents, one that waits for the employer's."""
    with dates.clock(_at(made, 15)), acting(made.by):
        told = actions.write_story(by=made.by, title="Kahdesta päivästä neljään", text=TALE,
                                   employer_name="Kahvila Aamunkajo")  # fmt: skip
        waits = actions.write_story(by=made.by, title="Puutarhassa jaksaa", employer_name="Lehtolan Taimisto Oy",
                                    text="Työpäivä on lyhyt, mutta kokonaan minun.")  # fmt: skip
        for story, yes in ((told, ("person", "employer")), (waits, ("person",))):
            for whose in yes:
                row = SuccessStory.objects.get(pk=story.pk)
                actions.note_consent(story=row, version=row.version, by=made.by, whose=whose,
                                     on=made.today - timedelta(days=15), kept_in="Asianhallinta")  # fmt: skip
        row = SuccessStory.objects.get(pk=told.pk)
        actions.publish_story(story=row, version=row.version, by=made.by)
