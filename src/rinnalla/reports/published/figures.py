"""The thirty-seven published figures: what each is, what it was told to be, and where it is counted.

The open points of the seed stand in the definitions: what is inside what, what is people and what is showings, which
contract's forecast is whose. None is typed in: `compute` reads them all from records.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rinnalla.reports.indicators.counting import count_all
from rinnalla.reports.published import of_projects, of_purchases, of_registers, of_services, reading
from rinnalla.reports.published.of_purchases import people, training
from rinnalla.reports.published.reading import Found, Place

VAASA = ("pohjanmaa", "Työkyvyn tuki Pohjanmaalla 2021–2022")
TYKKI = ("etela-pohjanmaa", "TYKKI")
VANTAA = ("vantaa-kerava", "Työkyvyn tuki Vantaalla ja Keravalla")
IISALMI = ("iisalmi", "Työkyvyn tuen pilotti Iisalmessa")


@dataclass(frozen=True)
class Figure:
    """One figure: the seed's number, where it is read, what it should be, what it means."""

    id: str
    where: tuple[str, str]
    expected: str
    read: Callable[[Place], Found]
    definition: str


@dataclass(frozen=True)
class Computed:
    figure: Figure
    found: Found

    @property
    def equal(self) -> bool:
        return self.found.text == self.figure.expected


FIGURES = (
    Figure("F-01", VAASA, "38", of_projects.clients,
           "Clients in the project: distinct people who took part in it within its time."),
    Figure("F-02", VAASA, "9; 23,7 %", of_projects.employed,
           "Of F-01, who began paid work on the open market in the project's time, each once; share of F-01."),
    Figure("F-03", VAASA, "15", of_projects.by_criteria,
           "Of F-01, coached by the quality criteria."),
    Figure("F-04", VAASA, "5; 33,3 %", of_projects.by_criteria_employed,
           "Those both in F-02 and F-03; share of F-03."),
    Figure("F-05", VAASA, "8,6", of_projects.satisfaction,
           "How content clients of F-01 are, from 1 to 10: the mean of their answers."),
    Figure("F-06", VAASA, "positive", of_projects.ability,
           "Kykyviisari: the mean change from a client's first result to the last, above nothing in each dimension."),
    Figure("F-07", TYKKI, "13", of_registers.meetings,
           "Meetings with partners by theme, held in the project."),
    Figure("F-08", TYKKI, "2", of_registers.events,
           "Events held with Vates for the region's employment actors."),
    Figure("F-09", TYKKI, "9/2021, 12/2021, 1/2022", of_registers.event_dates,
           "Months of all events with Vates, whatever the audience."),
    Figure("F-10", TYKKI, "10 of 10", of_registers.trial_size,
           "Clients who came to the trial of near-client assessment, of the number it was meant for."),
    Figure("F-11", TYKKI, "22", of_projects.near_service,
           "Clients of the near service on 31.12.2021: open participations in the project on the day."),
    Figure("F-12", TYKKI, "22 of 22", of_projects.near_service_motivated,
           "Of F-11, whose motivation is above the number under which it is talked about."),
    Figure("F-13", TYKKI, "5", of_registers.partners,
           "Partners who plan social-responsibility work; the chair goes round them all."),
    Figure("F-14", TYKKI, "113", training("all"),
           "Partially work-able people who began training in 2021; equals F-15 + F-16."),
    Figure("F-15", TYKKI, "59", training("state_subsidised"),
           "Of F-14, in state-subsidised training."),
    Figure("F-16", TYKKI, "54", training("labour_market"),
           "Of F-14, in labour-market training."),
    Figure("F-17", TYKKI, "12", of_services.guided,
           "People referred to a work-ability assessment in 2021 by employment offices and municipal trials."),
    Figure("F-18", TYKKI, "0", of_purchases.lot_users,
           "People for whom the extra support lot was used in 2021."),
    Figure("F-19", TYKKI, "3", of_purchases.bonus_providers,
           "Providers with a contract that has a bonus rule, on 30.6.2022."),
    Figure("F-20", TYKKI, "60 %", of_purchases.bonus_forecast,
           "Forecast share of bonus clients in 2022, mean of the new contracts; kept apart from actuals."),
    Figure("F-21", TYKKI, "140", people("TäsmäJelppi"),
           "People in TäsmäJelppi in 2021, each once."),
    Figure("F-22", TYKKI, "50 %", of_purchases.bonus_share,
           "Of F-21, whose bonus was confirmed by the end of the year."),
    Figure("F-23", TYKKI, "150", people("Eero"),
           "People in Eero in 2021, each once."),
    Figure("F-24", TYKKI, "nearly all", of_purchases.diagnosed_share,
           "Of F-23, with a diagnosis: above 90 %, told as a share only."),
    Figure("F-25", TYKKI, "10", of_purchases.instrument_people,
           "People assessed with Imba/Melba in 2021, each once."),
    Figure("F-26", TYKKI, "6317", of_registers.impressions,
           "How often the autumn campaign was shown on Facebook, Instagram and Twitter: showings, not people."),
    Figure("F-27", TYKKI, "218 800 €", of_purchases.used,
           "Used of the pilot's appropriation; what is only tied up is not in it."),
    Figure("F-28", TYKKI, "44 %", of_purchases.used_share,
           "F-27 of the appropriation, without decimals: the whole sum was not published."),
    Figure("F-29", TYKKI, "9/2021, 11/2021", of_services.statistics,
           "Months of the statistics of jobseekers that were gone through and run again; rows side by side."),
    Figure("F-30", TYKKI, "11/2021; 3/2022", of_registers.beginnings,
           "When the near service began, and the event on subsidised work."),
    Figure("F-31", VANTAA, "10 + 2", of_registers.staff,
           "The project's staff in Vantaa and in Kerava."),
    Figure("F-32", VANTAA, "2", of_registers.staff_of_disability_services,
           "Of F-31, with a background in disability services."),
    Figure("F-33", VANTAA, "muutamia tuhansia", of_registers.need,
           "People in need in the area: an estimate in words with its source, no count of records."),
    Figure("F-34", IISALMI, "69", of_projects.contacted,
           "People the project's staff contacted, with or without a client record, each once."),
    Figure("F-35", IISALMI, "40; 58,0 %", of_projects.joined,
           "Of F-34, who joined the pilot; share of F-34."),
    Figure("F-36", IISALMI, "40; 100,0 %", of_projects.planned,
           "Clients of the pilot with an approved plan; two versions are one plan."),
    Figure("F-37", IISALMI, "40; 100,0 %", of_projects.named,
           "Clients of the pilot who had a named responsible worker."),
)  # fmt: skip


def compute() -> list[Computed]:
    """Every figure from the records of this database. Raises LookupError where a region's records are not there."""
    found: dict[str, Found] = {}
    count_all()
    for where in dict.fromkeys(one.where for one in FIGURES):
        with reading.place(*where) as place:
            found |= {one.id: one.read(place) for one in FIGURES if one.where == where}
    return [Computed(one, found[one.id]) for one in FIGURES]
