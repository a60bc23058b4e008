"""What people of the demo world say and write. Invented, in Finnish mostly, Swedish, English and easy Finnish."""

from dataclasses import dataclass, field

WISHES = {
    "fi": (
        "Haluaisin takaisin töihin, mutta pelkään, että väsyn taas heti.",
        "En tiedä, mitä enää pystyn tekemään. Haluan selvittää sen jonkun kanssa.",
        "Haluan töitä, joissa ei tarvitse nostella.",
        "Toivon, että joku katsoisi kokonaisuutta eikä vain yhtä paperia.",
        "Haluaisin vaihtaa alaa. Keittiössä kädet eivät enää kestä.",
        "Pari päivää viikossa olisi hyvä alku.",
        "Haluan, että aamuissa on taas jokin syy nousta.",
        "Minulla on ollut pitkä tauko. Mistä tällaisen aloittaa?",
        "Haluan pysyä omassa työssäni, kunhan työaikaa saisi lyhyemmäksi.",
        "Olen ollut sairauslomalla jo vuoden. Haluan takaisin, vähän kerrallaan.",
        "Opinnot jäivät kesken. Haluaisin saada ammatin.",
        "Toivon työtä, jossa saan tehdä käsillä ja omassa tahdissa.",
        "Haluan tietää, mihin rahani riittävät, jos menen töihin.",
        "Haluaisin olla ihmisten kanssa. Kotona on liian hiljaista.",
        "Eläinten kanssa jaksan paremmin. Voisiko siitä tulla työ?",
        "Haluan palata ajamaan, jos lääkäri antaa luvan.",
        "En halua eläkkeelle. Haluan kevyempää työtä.",
        "Haluan oppia suomea töissä, en vain kurssilla.",
    ),
    "sv": (
        "Jag vill ha ett jobb där ryggen håller.",
        "Jag vill prova på något nytt, i lugn takt.",
        "Jag vill veta vilka rättigheter jag har innan jag bestämmer mig.",
        "Det vore fint att få arbeta med människor igen.",
        "Jag vill tillbaka till båtvarvet, om händerna orkar.",
        "Två dagar i veckan räcker för mig i början.",
    ),
    "en": (
        "I want a job where I can sit down now and then.",
        "I would like to use my own profession here in Finland.",
        "I need somebody to explain how all this works.",
        "I want to get out of the house and feel useful again.",
        "Part-time work near home would be enough to begin with.",
    ),
    "easy": (
        "Haluan töihin. Tarvitsen apua sen löytämiseen.",
        "Haluan oman rahan. Haluan työkavereita.",
        "Tykkään laittaa ruokaa. Haluan sellaista työtä.",
        "Haluan tehdä työtä pihalla.",
    ),
}


@dataclass(frozen=True)
class GoalText:
    """A goal in own words with what goes with it: its purpose, the actions of the team and of the client."""

    words: str
    purpose: str
    team: tuple[str, ...]
    own: str
    group: str = "basics"


EMPLOYMENT, TAKING_PART, PREVENT = "employment", "work_life_participation", "prevent_incapacity"
GOALS = {
    "fi": (
        GoalText("Haluan työn, jossa saan istua välillä.", EMPLOYMENT,
                 ("Ansioluettelo kuntoon yhdessä", "Kolme yhteydenottoa työnantajiin"),
                 "Kirjaan, missä töissä jaksoin ennen"),
        GoalText("Haluan kokeilla varastotyötä pari päivää viikossa.", EMPLOYMENT,
                 ("Työkokeilupaikan etsiminen", "Sopimus työkokeilusta"), "Käyn tutustumassa varastoon"),
        GoalText("Haluan saada ammattitutkinnon valmiiksi.", EMPLOYMENT,
                 ("Keskustelu opinto-ohjaajan kanssa", "Puuttuvien opintojen lista"),
                 "Kysyn kurssikaverilta muistiinpanoja"),
        GoalText("Että jaksan koko päivän ilman, että pää menee tukkoon.", PREVENT,
                 ("Aika työkyvyn arvioon", "Päivärytmin läpikäynti"), "Kävelen joka aamu puoli tuntia"),
        GoalText("Että polvi kuntoutuu niin, että portaat onnistuvat.", PREVENT,
                 ("Fysioterapian lähete", "Väliarvio fysioterapeutin kanssa"), "Teen jumpan neljä kertaa viikossa"),
        GoalText("Haluan uskaltaa mennä ihmisten ilmoille.", TAKING_PART,
                 ("Tutustuminen työpajaan", "Yhteinen käynti kohtaamispaikassa"), "Soitan siskolle kerran viikossa"),
        GoalText("Haluan pysyä työssäni, kun siihen tehdään muutoksia.", EMPLOYMENT,
                 ("Työterveysneuvottelun järjestäminen", "Työvuorojen läpikäynti esihenkilön kanssa"),
                 "Puhun esihenkilölle ennen neuvottelua"),
        GoalText("Että rahat riittävät, vaikka aloitan osa-aikaisena.", PREVENT,
                 ("Laskelma: mitä jää käteen", "Hakemus osasairauspäivärahasta"), "Kokoan palkkakuitit"),
        GoalText("Haluan ajaa taas rekkaa, jos terveys antaa myöten.", EMPLOYMENT,
                 ("Ajokykyarvion aika", "Keskustelu entisen esihenkilön kanssa"), "Seuraan unta kaksi viikkoa"),
        GoalText("Haluan tehdä käsilläni jotain, mitä joku tarvitsee.", TAKING_PART,
                 ("Paikka puupajalle", "Ensimmäisen jakson arvio"), "Vien isän höylän pajalle näytille"),
        GoalText("Että saan nukuttua ja aamut alkavat ajoissa.", PREVENT,
                 ("Unihoitajan aika", "Lääkityksen tarkistus"), "Puhelin pois makuuhuoneesta", "health"),
        GoalText("Haluan päiväkotiin töihin, mutta lyhyempää päivää.", EMPLOYMENT,
                 ("Palkkatuen mahdollisuus selville", "Yhteydenotto päiväkodin johtajaan"),
                 "Harjoittelen haastattelua"),
        GoalText("Haluan tehdä työtä, josta tyttäreni voi olla ylpeä.", EMPLOYMENT,
                 ("Uraohjauksen aika", "Kaksi tutustumiskäyntiä"), "Teen listan asioista, joissa olen hyvä"),
        GoalText("Että viikossa on kolme päivää, jolloin on jotain sovittua.", TAKING_PART,
                 ("Kuntouttavan työtoiminnan aloitus", "Viikko-ohjelman sopiminen"),
                 "Merkitsen sovitut päivät kalenteriin"),
    ),
    "sv": (
        GoalText("Jag vill arbeta halva dagar på ett café.", EMPLOYMENT,
                 ("Arbetsprövningsplats söks", "Besök på två caféer"), "Jag skriver ner mina frågor"),
        GoalText("Jag vill bli klar med närvårdarstudierna.", EMPLOYMENT,
                 ("Samtal med studiehandledaren", "Plan för praktiken"), "Jag läser en timme varje kväll"),
        GoalText("Att axeln håller hela arbetsdagen.", PREVENT,
                 ("Remiss till fysioterapi", "Uppföljning efter sex veckor"), "Jag gymnastiserar varje morgon"),
        GoalText("Jag vill träffa folk igen.", TAKING_PART,
                 ("Besök på verkstaden", "Plats i kamratgruppen"), "Jag går till mötesplatsen på torsdagar"),
    ),
    "en": (
        GoalText("I want to work as a cleaner, but only mornings.", EMPLOYMENT,
                 ("Find a work trial with morning shifts", "Agreement on the work trial"),
                 "I practise Finnish every evening"),
        GoalText("I want my nursing diploma to count here.", EMPLOYMENT,
                 ("Recognition of the diploma", "Meeting with the study counsellor"), "I collect my certificates"),
        GoalText("I want the pain to stop deciding my days.", PREVENT,
                 ("Appointment with the physiotherapist", "Follow-up of the pain group"),
                 "I walk to the library and back"),
    ),
    "easy": (
        GoalText("Haluan tehdä työtä keittiössä.", EMPLOYMENT,
                 ("Tutustuminen keittiöön", "Työvalmennuksen aloitus"), "Harjoittelen bussimatkaa"),
        GoalText("Haluan kaksi työpäivää viikossa.", TAKING_PART,
                 ("Paikka työtoimintaan", "Viikko-ohjelma kuvina"), "Herään kello seitsemän"),
        GoalText("Haluan oppia käyttämään konetta.", EMPLOYMENT,
                 ("Perehdytys rauhassa", "Kuvalliset ohjeet koneen viereen"), "Kysyn, jos en ymmärrä"),
    ),
}

FIRST_TALKS = (
    "Käytiin läpi, mitä arjessa tapahtuu nyt ja mistä haluaisi aloittaa.",
    "Kertoi oman tarinansa. Sovittiin, ettei sitä tarvitse kertoa joka paikassa uudelleen.",
    "Puhuttiin jaksamisesta ja siitä, mikä antaa voimia. Tyttären lapset tulevat ensimmäisenä.",
    "Jännitti ennen puhelua. Lopuksi sanoi, että helpotti.",
    "Toivoo tapaamisia aamupäivisin, iltapäivällä väsymys painaa.",
    "Talade om vad som fungerar i vardagen och vad som är svårt just nu.",
    "Talked about what has worked before and what a good week would look like.",
)
CONTACTS = (
    ("phone", "Kuulumispuhelu", "Menee ihan hyvin. Kävelylenkit ovat pysyneet ohjelmassa."),
    ("phone", "Puhelu: mitä seuraavaksi", "Varmistettiin, mitä kumpikin tekee ennen seuraavaa kertaa."),
    ("meeting", "Tapaaminen kahvilassa", "Tavattiin kahvilassa, koska virastotalo jännittää. Hyvä keskustelu."),
    ("meeting", "Tapaaminen toimistolla", "Täytettiin yhdessä hakemus. Liitteet kunnossa."),
    ("message", "Viesti ja vastaus", "Kysyi, tarvitaanko uusi todistus. Vastattiin: ei tarvita."),
    ("video", "Videotapaaminen", "Yhteys toimi. Käytiin läpi viikon sujuminen."),
    ("home", "Kotikäynti", "Juteltiin keittiön pöydän ääressä. Arki alkaa löytää rytmin."),
    ("phone", "Puhelu ennen tutustumista", "Jännittää huomista. Sovittiin, että mennään yhdessä ovesta sisään."),
    ("phone", "Puhelu tutustumisen jälkeen", "Paikka tuntui hyvältä. Yksi tuttu oli siellä jo."),
    ("meeting", "Työkokeilun väliarvio", "Ohjaaja kiitti huolellisuutta. Tauot pidetään kello 10 ja 13."),
    ("message", "Muistutus huomisesta", "Muistutettiin ajasta. Peukku takaisin."),
    ("phone", "Etuuspäätös tuli", "Päätös tuli, ja se oli myönteinen. Laskettiin yhdessä, mitä jää käteen."),
    ("phone", "Huono viikko", "Unet jääneet vähiin. Siirrettiin tutustumista viikolla, ei peruttu."),
    ("letter", "Kirje osoitteeseen", "Lähetettiin yhteenveto paperilla, koska netti ei ole käytössä."),
)
OUTSIDE_CONTACTS = (
    ("phone", "Puhelu työnantajalle", "Esihenkilö on kiinnostunut. Pyysi tutustumaan ensi viikolla."),
    ("phone", "Puhelu oppilaitokseen", "Puuttuvat osat voi suorittaa näytöillä."),
    ("message", "Viesti fysioterapeutille", "Kysytty väliarviota ennen seuraavaa tapaamista."),
)
STEPS = {
    "initial_service": ("Alkuhaastattelun jatko", "Terveystarkastuksen varaaminen", "Tutustutaan palveluihin yhdessä",
                        "Soitto: miten viikko meni"),
    "mapping": ("Työkyvyn arvion tulokset läpi", "Kartoituksen viimeistely", "Tiimin tapaaminen",
    "Suunnitelman luonnos yhdessä"),
    "services": ("Työkokeilun väliarvio", "Tutustumiskäynti työpaikalla", "Puhelu valmentajan kanssa",
    "Etuuslaskelma läpi",
                 "Kuntoutuksen väliarvio", "Työtoiminnan ensimmäinen viikko", "Yhteinen tapaaminen opiston kanssa"),
    "follow_up": ("Soitto: miten työ sujuu", "Työpaikan kuulumiset esihenkilöltä", "Tuen keventämisestä sopiminen"),
    "identification": ("Ensimmäinen puhelu", "Tapaaminen: mistä on kyse"),
}
EXTRAS = (
    "Asiakas on ollut vastaanotolla kolmesti tänä vuonna selkävaivan takia. Toivoo itse työtä.",
    "Sairauspäiväraha päättyy keväällä. Oma työ tuskin enää onnistuu, ja hän on huolissaan toimeentulosta.",
    "Työttömyys on jatkunut pitkään. Motivaatiota on, mutta oma voimavara ei yksin riitä.",
    "Opinnot keskeytyneet kahdesti. Nuori haluaa eteenpäin, tarvitsee rinnallakulkijan.",
    "Palvelut ovat olleet hajallaan. Asiakas väsyy kertomaan samaa monelle.",
    "Kuntoutusjakso päättynyt hyvin. Nyt pitäisi löytää työ, jossa tulos säilyy.",
    "Har svårt att orka hela dagar. Vill gärna prova arbete i liten skala.",
)
ASKED_MORE = (
    "Onko työkyvyn arvio jo tehty, ja missä?", "Mihin aikaan häneen saa parhaiten yhteyden?",
    "Onko hänellä jo vastuutyöntekijä sosiaalipalveluissa?",
)
PASSED_WORDS = (
    "Hän asuu teidän alueellanne ja toivoo apua läheltä kotia.",
    "Teillä on jo sovittu hänen kanssaan terveystarkastus.",
)
DECLINED_WORDS = (
    "Hän tarvitsee nyt ensisijaisesti opiskelun tukea. Soitimme opistolle, ja he ottavat yhteyttä torstaihin mennessä.",
    "Työterveyshuolto hoitaa tätä jo. Sovimme, että työterveyshoitaja soittaa asiakkaalle.",
    "Hän muutti toiselle alueelle. Annoimme uuden paikan numeron ja kerroimme hänen tulostaan.",
)
QUESTIONS = (
    ("work_and_health", "Voiko työkokeilun aloittaa sairauspäivärahalla?"),
    ("services", "Asiakas haluaisi ryhmään, mutta ei pääse kulkemaan. Onko jotain, mikä tulee kotiin?"),
    ("rehabilitation", "Kannattaako hakea ammatillista kuntoutusta ennen vai jälkeen työkyvyn arvion?"),
    ("studies", "Nuorella on keskeytyneet opinnot ja halu töihin. Kumpi edellä?"),
    ("benefit_advice", "Mitä osa-aikatyö tekee asumistukeen? En osaa neuvoa asiakasta."),
)
HOURS = ("ma–to 9–11", "ti ja to 13–15", "joka päivä 12 jälkeen", "ma ja ke 8–10")
ANSWERS = (
    ("Kyllä, kun hoitava lääkäri puoltaa ja Kela tietää siitä etukäteen. Varatkaa kaksi viikkoa aikaa.",
     "Pyydä asiakkaalta lupa ja soita Kelan työkykyneuvojalle ennen alkua."),
    ("Kohtaamispaikka tarjoaa myös etäryhmän. Lisäksi kotiin voi saada ohjaajan kahdesti kuussa.",
     "Kysy, kumpi tuntuu hänestä paremmalta, ja tee lähete sinne."),
    ("Aloittakaa kartoituksesta. Siinä selviää, mihin järjestykseen muut asiat menevät.",
     "Lähetä hänet meille, niin otamme yhteyttä kahdessa päivässä."),
)
SOLUTIONS = (
    ("employment", "Sai osa-aikaisen työn kaupan varastolta. Työaika 20 tuntia viikossa, ja selkä on kestänyt.",
     "Työterveyshuolto seuraa jaksamista.", "En olisi uskonut keväällä, että täällä ollaan."),
    ("employment", "Palasi omaan työhönsä kevennettynä. Esihenkilö ja työkaverit ovat mukana.", "Ei mitään avointa.",
     "Kiitos, että joku kulki mukana."),
    ("education", "Aloitti lähihoitajan opinnot. Opintojen tuki on sovittu opiston kanssa.",
     "Kuntoutusraha haetaan uudelleen ensi syksynä.", "Jag vågade till slut."),
    ("rehabilitation", "Ammatillinen kuntoutus alkoi, ja Kela vastaa jatkosta.", "Työllistyminen kuntoutuksen jälkeen.",
     "Nyt on suunta."),
    ("social_participation", "Käy työpajalla kolmena päivänä viikossa. Arki pyörii, ja uni on parantunut.",
     "Palataan työhön, kun hän itse haluaa.", "Täällä minua odotetaan aamulla."),
    ("pension", "Eläkepäätös tuli. Kaikki tahot tietävät, ja toimeentulo on järjestyksessä.", "Ei mitään avointa.",
     "Olo on rauhallinen."),
    ("own_path", "Löysi itse uuden suunnan ja haluaa jatkaa omin voimin. Tietää, mistä apua saa.", "Ei mitään avointa.",
     "Pärjään nyt. Soitan, jos en pärjää."),
)
SUMMARIES = (
    "Sovimme, että aloitat kahdella päivällä viikossa. Valmentaja tulee mukaan ensimmäisenä aamuna. Sinun ei "
    "tarvitse soittaa kenellekään.",
    "Puhuimme siitä, mikä on auttanut. Seuraavaksi käydään yhdessä katsomassa paikkaa. Rahat laskettiin, ja "
    "ne riittävät.",
    "Vi kom överens om att du börjar lugnt. Vi träffas igen om en månad.",
    "Kävimme läpi suunnitelman. Kaksi asiaa on valmiina, yksi jatkuu. Kysy, jos jokin jäi epäselväksi.",
)
PURPOSES = (
    "Sovitaan, mitä seuraavaksi tehdään ja kuka tekee.", "Käydään läpi työkokeilun sujuminen ja jatko.",
    "Tehdään suunnitelma yhdessä.", "Katsotaan, mikä on muuttunut ja riittääkö tuki.",
)
TRIED = (
    "Työaikaa on lyhennetty ja tehtäviä vaihdettu kevyempiin. Se ei ole riittänyt.",
    "Oma lääkäri, fysioterapia ja yksi työkokeilu. Jatko ei selvinnyt niillä.",
)
NETWORK = (
    "Sisko asuu samassa talossa ja auttaa asioinnissa. Kaksi ystävää lapsuudesta.",
    "Asuu yksin. Äiti soittaa joka ilta. Entiset työkaverit pitävät yhteyttä.",
    "Puoliso ja kaksi lasta. Naapuri kuljettaa tarvittaessa.",
    "Vähän ihmisiä ympärillä. Seurakunnan ryhmä torstaisin on tärkeä.",
)
RESOURCES = (
    "Huolellinen ja sitkeä. Kädentaidot, hyvä huumori. Liikkuu mielellään luonnossa.",
    "Pitkä työkokemus, ajokortti, puhuu kahta kieltä. Osaa pyytää apua.",
    "Tulee ihmisten kanssa toimeen. Lukee paljon. Lapset antavat voimia.",
    "Rauhallinen, oppii tekemällä. Tietokone on tuttu.",
)
HANDOVER_WHY = ("Polun vaihe vaihtuu, ja työ jatkuu lähempänä kotia.", "Toinen tuntee kuntoutuksen paremmin.",
                "Asiakas toivoi ruotsinkielistä työntekijää.")
REVIEW_REASONS = ("Tilanne muuttui, tarkistettiin yhdessä", "Työkokeilusta sovittiin", "Kolmen kuukauden tarkistus")


@dataclass(frozen=True)
class Voice:
    """In which language and how plainly somebody speaks: which lists their words come from."""

    key: str
    wishes: tuple[str, ...] = field(repr=False)
    goals: tuple[GoalText, ...] = field(repr=False)


def voice_of(language: str, *, easy: bool = False) -> Voice:
    """The words of somebody who speaks `language`; who needs an interpreter is written down in Finnish or English."""
    key = "easy" if easy else language if language in WISHES else "en" if language in ("so", "ar", "fa", "vi") else "fi"
    return Voice(key, WISHES[key], GOALS[key])
GOES_ON = (
    "Jatkaa sovittua tukea kerran kuussa ja ottaa yhteyttä, jos tilanne muuttuu.",
    "Seuraa kuntoutuksen etenemistä kevääseen asti.",
    "Soittaa kolmen kuukauden päästä ja kysyy, miten työ sujuu.",
    "Hoitaa etuusasiat ja kertoo, jos päätös viipyy.",
)
