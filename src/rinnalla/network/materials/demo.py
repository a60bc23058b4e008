"""This part of the invented world: a small bank with materials for each audience, one of them late for its review."""

from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.network.materials import actions
from rinnalla.network.materials.actions import Content
from rinnalla.network.materials.models import Material

MATERIALS = (
    ("Työkyvyn puheeksi ottaminen", "method", "professional", "fi", ["recognising"], 200,
     "Kolme kysymystä, joilla pääsee alkuun.",
     "Kysy, miten arki sujuu.\n\nKysy, mikä työssä tai työnhaussa on raskainta.\n\nKysy, mitä asiakas itse toivoo."),
    ("Valmentava keskustelu", "method", "professional", "fi", ["coaching_approach"], 150,
     "Miten kuuntelen niin, että asiakas löytää oman askeleensa.",
     "Aloita siitä, mikä on mennyt hyvin.\n\nKysy avoimesti ja odota vastausta.\n\nKokoa lopuksi, mitä sovittiin."),
    ("Yhteydenotto työnantajaan", "instruction", "professional", "fi", ["promoting_employment"], -12,
     "Mitä selvitetään ennen soittoa ja mitä sovitaan.",
     "Katso rekisteristä, kuka on jo yhteydessä.\n\nKerro, kenen puolesta soitat. Asiakkaasta kerrotaan vain hänen "
     "luvallaan."),
    ("Näin haet kuntoutusta", "instruction", "client", "fi", [], 220,
     "Ohje sinulle, joka mietit kuntoutusta.",
     "Kerro asiakasvastaavallesi, mikä työssä on vaikeaa.\n\nLääkäri kirjoittaa lausunnon.\n\nSaat apua hakemukseen."),
    ("Så söker du rehabilitering", "instruction", "client", "sv", [], 220,
     "Råd för dig som funderar på rehabilitering.",
     "Berätta för din ansvariga arbetstagare vad som är svårt i arbetet.\n\nLäkaren skriver ett utlåtande.\n\n"
     "Du får hjälp med ansökan."),
    ("Kun palkkaat osatyökykyisen", "instruction", "employer", "fi", [], 180,
     "Mistä saat tukea ja mitä työpaikalla voi muuttaa.",
     "Sovi tehtävistä ja työajasta ennen aloitusta.\n\nPalkkatuki haetaan ennen työn alkua.\n\nTyöhönvalmentaja voi "
     "olla mukana alussa."),
)  # fmt: skip


def fill_bank(keeper: Actor, people: list[Actor], today: date) -> None:
    """The materials of the keeper's unit, a second version of the first, and who uses the methods."""
    made = []
    for title, kind, audience, language, areas, days, summary, text in MATERIALS:
        with dates.clock(_at(today - timedelta(days=300))), acting(keeper):
            made.append(actions.add_material(
                by=keeper, content=Content(title, summary, text), kind=kind, audience=audience, areas=areas,
                language=language, review_on=today + timedelta(days=days),
            ))  # fmt: skip
    title, _kind, _audience, _language, _areas, _days, summary, text = MATERIALS[0]
    longer = f"{text}\n\nSopikaa lopuksi, milloin jatkatte."
    again = Content(title, summary, longer, "Lisätty, miten keskustelu päätetään.")
    with dates.clock(_at(today - timedelta(days=60))), acting(keeper):
        actions.add_version(material=made[0], version=made[0].version, by=keeper, content=again)
    for number, actor in enumerate(people[:7]):
        for row in made[: 1 + number % 2]:
            _use(row, actor)


def _use(row: Material, actor: Actor) -> None:
    with acting(actor):
        actions.mark_used(material=row, by=actor, used=True)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), dates.HELSINKI)
