"""The one description the editor is drawn from: what each field of a definition is called and how it is filled in.

"Class.field" → words. A field found under a class it inherits from is described once. `source` names where the choices
come from (`sources.py`); `rows`: repeated parts that stand in the same form; `shown`: told in a list of such parts.
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Said:
    """The words of a field. `place` moves it among the fields of its form: small ones first, 50 is the middle."""

    label: str | Promise
    help: str | Promise = ""
    source: str = ""
    area: bool = False
    rows: bool = False
    hidden: bool = False
    shown: bool = False
    place: int = 50
    folded: bool = False


FROM = Said(_("Voimassa alkaen"), _("Esimerkiksi 1.1.2027. Tyhjä: on ollut aina."), place=80)
TO = Said(_("Voimassa asti"), _("Viimeinen päivä. Tyhjä: toistaiseksi."), place=81)
LATER = replace(FROM, folded=True)  # seldom needed: behind a summary at the end of the form
UNTIL = replace(TO, folded=True)
NAMES = Said(_("Nimi"), place=10)
HIDDEN = Said("", hidden=True)
LOCAL = _("Yhteisten lisäksi. Luku lasketaan aina yhteiseen koodiin.")

SAID: dict[str, Said] = {
    # shared by many
    "Definition.key": Said(_("Tekninen tunnus"), _("Syntyy nimestä. Sitä ei muuteta: vastaukset viittaavat siihen.")),
    "Definition.names": NAMES,
    "Definition.row": HIDDEN,
    "Definition.past_names": HIDDEN,
    "Dated.valid_from": LATER,
    "Dated.valid_to": UNTIL,
    # the region
    "RegionInfo.key": HIDDEN,
    "RegionInfo.municipalities": HIDDEN,
    "RegionInfo.names": Said(_("Alueen nimi"), place=10),
    "RegionInfo.languages": Said(_("Kielet, joilla aluetta palvellaan"), source="languages"),
    "RegionInfo.help_phone": Said(_("Puhelin, josta saa apua"), _("Esimerkiksi 06 218 4400.")),
    "RegionInfo.help_hours": Said(_("Milloin puhelimeen vastataan"), _("Esimerkiksi: arkisin 8–16.")),
    "RegionInfo.wording": Said(_("Alueen omat sanat"), _("Nämä näkyvät sivuilla. Lasketaan silti yhteisillä nimillä.")),
    "RegionInfo.import_account": Said(_("Luetteloiden tuonti")),
    "ImportAccount.username": Said(_("Tunnus, jonka nimissä tuodaan"), _("Esimerkiksi tuonti.oma-alue.")),
    "ImportAccount.unit": Said(_("Yksikkö, johon tuodut ohjaukset tulevat"), source="units"),
    "Wording.service": Said(_("Palvelun nimi"), _("Esimerkiksi: Työkyvyn tuki.")),
    "Wording.tagline": Said(_("Lupaus yhdellä lauseella"), _("Näkyy etusivulla. Esimerkiksi: Kuljemme rinnalla.")),
    "Wording.responsible_worker": Said(_("Asiakasvastaavan nimitys")),
    "Wording.coordinator": Said(_("Koordinaattorin nimitys")),
    "Wording.job_coach": Said(_("Työhönvalmentajan nimitys")),
    "Wording.team": Said(_("Työkykytiimin nimitys")),
    "Municipality.code": Said(_("Kuntanumero"), _("Kolme numeroa, esimerkiksi 905."), place=5, shown=True),
    "Municipality.names": Said(_("Kunnan nimi"), place=10),
    "Municipality.valid_from": HIDDEN,
    "Municipality.valid_to": HIDDEN,
    # organisations and units
    "Organisation.kind": Said(_("Millainen toimija"), source="kinds", shown=True, place=20),
    "Organisation.national": Said(_("Valtakunnallinen: sama toimija joka alueella"), place=30),
    "Organisation.names_staff": Said(
        _("Asiakas näkee lokissa työntekijöiden nimet"), _("Ilman tätä hän näkee roolin ja organisaation."), place=31,
    ),
    "Organisation.agreements": Said(
        _("Sopimukset"), _("Ilman voimassa olevaa sopimusta toimijan väki ei näe asiakkaiden tietoja."), rows=True,
    ),
    "Organisation.units": Said(_("Yksiköt"), _("Missä työtä tehdään ja minne ohjaukset tulevat.")),
    "Agreement.kind": Said(_("Mistä sovitaan")),
    "Agreement.reference": Said(_("Asianumero tai nimi"), _("Esimerkiksi HVA 2026/114.")),
    "Agreement.signed": Said(_("Allekirjoitettu")),
    "Agreement.valid_from": FROM,
    "Agreement.valid_to": TO,
    "OrganisationUnit.kind": Said(
        _("Millainen yksikkö"), _("Osaamisyksiköltä kysytään neuvoa koko alueelta. Useimmilla tämä on tyhjä."),
        source="unit_kinds", place=19,
    ),
    "OrganisationUnit.phone": Said(_("Puhelin"), _("Esimerkiksi 06 218 4402."), shown=True, place=20),
    "OrganisationUnit.hours": Said(_("Aukiolo"), _("Esimerkiksi: ma–to 9–15, pe 9–13."), place=21),
    "OrganisationUnit.municipalities": Said(
        _("Kunnat, joiden asukkaita palvellaan"), source="municipalities", place=22
    ),
    "OrganisationUnit.takes_referrals": Said(_("Ottaa vastaan ohjauksia"), shown=True, place=30),
    "OrganisationUnit.default_intake": Said(
        _("Oletusvastaanotto"), _("Tänne tulee se, johon yksikköä ei ole valittu. Alueella on yksi."), shown=True,
        place=31,
    ),
    "OrganisationUnit.roles": Said(
        _("Roolit tässä yksikössä"), _("Esimerkiksi koordinaattori voi olla eri ammattilainen eri kunnissa."),
        source="roles", place=32,
    ),
    # the version and the path
    "ServiceModel.version": Said(_("Version tunnus"), _("Esimerkiksi 2027-1."), place=5),
    "ServiceModel.names": Said(_("Palvelumallin nimi"), place=10),
    "ServiceModel.valid_from": Said(_("Voimassa alkaen"), place=20),
    "ServiceModel.valid_to": TO,
    "ServiceModel.codes": HIDDEN,
    "ServiceModel.quality_set": HIDDEN,
    "RegionStage.key": Said(_("Vaihe"), source="all_stages", place=5),
    "RegionStage.names": Said(_("Oma nimi vaiheelle"), _("Tyhjä: yhteinen nimi."), place=10),
    "RegionStage.prompt": Said(
        _("Ohje ammattilaiselle"), _("Näkyy asian sivulla tässä vaiheessa. Tyhjä: yhteinen ohje."), area=True, place=20,
    ),
    "PathTemplate.names": Said(_("Polun nimi"), place=10),
    "PathTemplate.summary": Said(_("Mikä tämä polku on"), _("Yksi tai kaksi lausetta."), area=True, place=11),
    "PathTemplate.leader": Said(
        _("Kuka polkua johtaa"), _("Hänen on oltava tiimissä, joka kulkee polkua."), source="roles", place=12,
        shown=True,
    ),
    "PathTemplate.steps": Said(_("Polun askeleet"), _("Järjestyksessä. Askelta voi siirtää ylös ja alas.")),
    "PathStep.names": Said(_("Mitä tehdään"), _("Esimerkiksi: Alkuhaastattelu."), place=10),
    "PathStep.client_names": Said(
        _("Askel asiakkaalle"), _("Selkein sanoin: Tapaat lääkärin ja tiimin. Tyhjä: sama kuin yllä."), place=11
    ),
    "PathStep.stage": Said(_("Polun vaihe"), source="stages", shown=True, place=20),
    "PathStep.role": Said(_("Kuka tekee"), source="roles", shown=True, place=21),
    "PathStep.due": Said(_("Määräaika polun alusta"), _("Tyhjä: ei määräaikaa."), shown=True, place=22),
    "PathStep.optional": Said(_("Vain tarvittaessa"), shown=True, place=23),
    "PathStep.card": Said(_("Palvelu, jolla askel tehdään"), source="cards", shown=True, place=24),
    "Value.value": Said(_("Luku"), place=10),
    "Value.unit": Said(_("Mitä luku laskee"), place=11),
    "Value.statute": Said(_("Laki, johon määräaika perustuu"), source="statutes", place=60, folded=True),
    # teams and layers
    "TeamTemplate.names": Said(_("Tiimin nimi"), place=10),
    "TeamTemplate.unit": Said(_("Yksikkö, jonka tiimi on"), source="units", shown=True),
    "TeamTemplate.required_roles": Said(
        _("Roolit, jotka tarvitaan"), _("Jos joku puuttuu tapaamisesta, siitä varoitetaan."), source="roles",
        shown=True,
    ),
    "TeamTemplate.optional_roles": Said(_("Roolit, jotka voivat olla mukana"), source="roles"),
    "SupportLayer.level": Said(
        _("Monesko kerros"), _("1 on lähinnä asiakasta. Tuki kasvaa numeron mukana."), place=5, shown=True,
    ),
    "SupportLayer.names": Said(_("Kerroksen nimi"), place=10),
    "SupportLayer.unit": Said(_("Yksikkö, joka auttaa"), source="units", shown=True),
    # deadlines and codes
    "LocalDeadline.key": Said(_("Mikä määräaika"), source="deadlines", place=5),
    "LocalDeadline.values": Said(
        _("Arvot ja voimassaolo"), _("Uusi arvo omana rivinään. Vanha arvo jää: se koskee vanhoja tapahtumia."),
        rows=True, shown=True,
    ),
    "LocalValue.valid_from": FROM,
    "LocalValue.valid_to": TO,
    "LocalValue.reason": Said(_("Miksi alueella on oma arvo"), place=20),
    "LocalCodes.identification_places": Said(_("Tunnistamisen paikat"), LOCAL),
    "LocalCodes.decline_reasons": Said(_("Syyt, miksi ohjausta ei oteta vastaan"), LOCAL),
    "LocalCodes.interruption_reasons": Said(_("Keskeytymisen syyt"), LOCAL),
    "LocalCodes.handover_reasons": Said(_("Siirron syyt"), LOCAL),
    "LocalCodes.guidance_topics": Said(_("Neuvonnan aiheet"), LOCAL),
    "LocalCodes.absence_reasons": Said(_("Poissaolon syyt"), LOCAL),
    "LocalCodes.life_areas": Said(_("Elämän osa-alueet"), LOCAL),
    "LocalCodes.progress_steps": Said(_("Etenemisen portaat"), LOCAL),
    "LocalCode.counts_as": Said(_("Lasketaan samaan kuin"), source="counts_as", shown=True, place=20),
    # services
    "Offer.card": Said(_("Palvelu"), source="cards", place=5),
    "Offer.unit": Said(_("Kuka palvelun antaa"), source="units", shown=True, place=10),
    "Offer.waiting": Said(_("Odotus sanoina"), _("Esimerkiksi: Noin 10 päivää."), shown=True, place=20),
    "Offer.waiting_days": Said(_("Odotus päivinä"), place=21),
    "Offer.next_free": Said(_("Seuraava vapaa aika"), place=22),
    "Offer.places": Said(_("Vapaita paikkoja"), place=23),
    "Offer.price": Said(_("Hinta asiakkaalle"), _("Tyhjä: yhteisen kortin hinta."), place=30),
    "Offer.languages": Said(_("Palvelun kielet"), _("Tyhjä: alueen kielet."), source="service_languages", place=31),
    "Offer.special_needs": Said(_("Erityistarpeet, joihin vastataan"), source="special_needs", place=32),
    "Offer.type": Said(
        _("Minä palvelu lasketaan"), _("Esimerkiksi oppilaitoksen tukipalvelu."), source="service_types", place=33
    ),
    "ContactPoint.unit": Said(_("Yksikkö, jonka palveluista kysytään"), source="units", place=5),
    "ContactPoint.role": Said(_("Keneltä kysytään"), _("Rooli, ei kenenkään nimi."), shown=True, place=10),
    "ContactPoint.mail": Said(_("Sähköposti"), _("Yhteinen osoite, ei kenenkään oma."), shown=True, place=20),
    "WorkDomain.domain": Said(
        _("Verkkotunnus"), _("Se, mikä on @-merkin jälkeen. Ei ilmaisia sähköposteja, kuten gmail.com."), shown=True,
        place=5,
    ),
    "WorkDomain.names": Said(_("Kenen verkkotunnus"), place=10),
    "WorkDomain.kind": Said(_("Millainen toimija"), source="kinds", shown=True, place=20),
    # networks, projects, instruments, links
    "Network.purpose": Said(_("Mitä verkosto tekee"), area=True, place=20),
    "Network.part_of": Said(_("Osa verkostoa"), _("Tyhjä: oma verkostonsa."), source="networks", place=30),
    "Network.team": Said(_("Tiimi, jota verkosto neuvoo"), source="teams", shown=True, place=31),
    "Network.members": Said(_("Jäsenet"), source="organisations", shown=True, place=40),
    "Network.others": Said(_("Muut jäsenet"), _("Ne, joilla ei ole paikkaa ohjelmassa. Yksi riville."), place=41),
    "Project.programme": Said(_("Ohjelma, johon hanke kuuluu"), source="programmes", shown=True, place=20),
    "Project.funder": Said(_("Rahoittaja"), place=21),
    "Project.start": Said(_("Alkoi"), shown=True, place=30),
    "Project.end": Said(_("Päättyi"), shown=True, place=31),
    "Project.measure_sets": Said(_("Toimenpidekokonaisuudet"), source="measure_sets", place=40),
    "Project.organisations": Said(_("Mukana olleet"), _("Sillä nimellä, joka heillä silloin oli.")),
    "Project.note": Said(_("Lisätieto"), area=True, place=60),
    "ProjectOrganisation.names": Said(_("Toimijan nimi"), place=10),
    "ProjectOrganisation.kind": Said(_("Millainen toimija"), source="kinds", shown=True, place=20),
    "ProjectOrganisation.role": Said(_("Rooli hankkeessa"), shown=True, place=21),
    "CoreSet.stage": Said(_("Vaihe"), source="stages", place=5),
    "CoreSet.instruments": Said(_("Mittarit, joista valitaan ensin"), source="instruments", shown=True, place=10),
    "Link.names": Said(_("Linkin nimi"), place=10),
    "Link.url": Said(_("Osoite"), _("Alkaa https://"), shown=True, place=20),
    "Guide.names": Said(_("Otsikko"), _("Niin kuin sen sanot asiakkaalle."), place=10),
    "Guide.text": Said(
        _("Teksti"), _("Sinä-muoto, lyhyet lauseet, yksi asia lauseessa. Jokainen rivi on kappale."), area=True,
        place=20,
    ),
    "Guide.remind": Said(_("Muistutus asiakkaan etusivulla"), _("Yksi lause. Tyhjä: ei muistuteta."), place=30),
    "Guide.stages": Said(_("Missä vaiheissa asiakas näkee tämän"), source="stages", shown=True, place=40),
    "Guide.segments": Said(_("Millä tuella"), _("Tyhjä: kaikilla."), source="segments", place=41),
    "Guide.link": Said(_("Linkki muualle"), place=50),
    # questions
    "LocalQuestions.form": Said(_("Lomake, johon kysymykset kuuluvat"), source="forms", place=5),
    "LocalQuestions.questions": Said(
        _("Kysymykset"), _("Kysytään yhteisten jälkeen tässä järjestyksessä. Vanhat haastattelut säilyvät ennallaan."),
    ),
    "Question.names": Said(_("Kysymys"), _("Niin kuin sen sanot asiakkaalle."), place=10),
    "Question.hint": Said(_("Ohje kysymyksen alle"), place=11),
    "Question.kind": Said(_("Miten vastataan"), shown=True, place=20),
    "Question.choices": Said(_("Vaihtoehdot"), _("Vain, jos vastaus valitaan."), rows=True, place=21),
    "Question.field_group": Said(_("Kuka vastauksen näkee"), shown=True, place=22),
    "Question.fact": Said(
        _("Mitä vastaus kertoo säännöille"), _("Tyhjä: vastaus luetaan, mutta mikään sääntö ei käytä sitä."),
        source="facts", place=30,
    ),
    "Question.valid_to": Said(
        _("Kysytään viimeksi"), _("Näin kysymys jää pois. Vanhat vastaukset säilyvät."), place=81
    ),
    "Question.valid_from": Said(_("Kysytään alkaen"), place=80),
    "Code.names": Said(_("Vaihtoehto"), place=10),
    "LocalCode.names": NAMES,
    # rules
    "EligibilityRule.names": Said(_("Säännön nimi"), _("Kenestä on kyse, niin että sen voi sanoa ääneen."), place=10),
    "EligibilityRule.cards": Said(_("Palvelut, joihin tämä on tie"), source="cards", shown=True, place=20),
    "EligibilityRule.municipalities": Said(
        _("Kunnat, joiden asukkaita sääntö koskee"), source="municipalities", place=21
    ),
    "EligibilityRule.all_of": Said(
        _("Ehdot"), _("Kaikkien on pidettävä paikkansa. Sääntö vain ehdottaa, ihminen päättää."), place=30,
    ),
    "Condition.fact": Said(_("Mistä kysytään"), source="facts", place=5),
    "Condition.holds": Said(_("Pitää paikkansa"), _("Ilman rastia: ei saa pitää paikkaansa."), place=10, shown=True),
    "Condition.at_least": Said(_("Vähintään"), place=20, shown=True),
    "Condition.at_most": Said(_("Enintään"), place=21, shown=True),
    "Condition.limit": Said(
        _("Raja määräajoista"), _("Luku on vähintään tämä, tai päivästä on enintään näin kauan."), source="deadlines",
        place=22, shown=True,
    ),
    "Condition.one_of": Said(_("Jokin näistä"), _("Yksi riville."), place=23, folded=True),
    "Condition.softly": Said(_("Jos ei täyty, ihminen harkitsee"), _("Sääntö ei silloin sano ei."), place=30),
    "Condition.guides_to": Said(_("Jos vain tämä ei täyty, ohjaa palveluun"), source="cards", place=31),
    "Condition.any_of": Said(_("Tai jokin näistä ehdoista"), _("Näistä riittää yksi."), place=40),
}

# The words of fixed choices: a literal's value → what people read.
VALUES: dict[str, str | Promise] = {
    "minutes": _("minuuttia"), "hours": _("tuntia"), "days": _("päivää"), "working_days": _("työpäivää"),
    "weeks": _("viikkoa"), "months": _("kuukautta"), "years": _("vuotta"), "count": _("kappaletta"),
    "joint_controllers": _("Yhteisrekisterinpito"), "cooperation": _("Yhteistyö"),
    "administrator": _("Hallinnoija"), "part_implementer": _("Osatoteuttaja"), "partner": _("Kumppani"),
    "cooperating": _("Yhteistyötaho"), "data_processing": _("Henkilötietojen käsittely"),
    "yes_no": _("Kyllä tai ei"), "choice": _("Valitaan yksi"), "number": _("Luku"),
    "date": _("Päivä"), "text": _("Omin sanoin"),
    "basics": _("Perustiedot: kaikki, jotka auttavat"), "social": _("Sosiaalihuolto"), "health": _("Terveys"),
    "special": _("Erityisesti suojattu: mielenterveys, päihteet"), "livelihood": _("Toimeentulo"),
    "employment": _("Työ ja työnhaku"), "authority": _("Viranomaisen tieto"),
}
