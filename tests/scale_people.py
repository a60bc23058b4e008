"""Who is there in the database of many cases: bodies, professionals, people with their names."""

from rinnalla.lib import names
from tests.filling import Filling, some

ROOTS = (  # noqa: SIM905
    "Virta Korho Niemi Mäki Lahti Salo Ranta Koski Järvi Laakso Halo Kallio Ylä Harju Suo Pelto Aho Hete "
    "Saari Vuori Kangas Lehto Rauta Kivi Tuomi Pihla Kuusi Honka Oja Lampi Torppa Metsä Haapa Varis Karhu "
    "Susi Hirvi Joki Luoto Väli"
).split()
ENDS = ("nen", "la", "kangas", "aho", "mäki", "salo")
GIVEN = (  # noqa: SIM905
    "Aino Aili Anna Anneli Antti Arto Eero Eeva Elina Emmi Esa Hanna Heikki Helena Ilkka Inka Irja Jaana "
    "Jari Jenni Joni Jukka Kaisa Kari Kirsi Lauri Leena Liisa Maija Marko Matti Minna Mika Niko Oskari "
    "Outi Paavo Pia Päivi Raimo Riitta Sami Sanna Satu Seppo Tarja Timo Tuula Vesa Åke Älvä Örjan"
).split()


def bodies(f: Filling) -> None:
    name = """jsonb_build_object('fi', '{0} ' || i, 'sv', '{0} ' || i, 'en', '{0} ' || i)"""
    f.insert(
        "organisations_region",
        f"generate_series(1, {f.regions}) i",
        id="i",
        key="'alue-' || i",
        names=name.format("Alue"),
        help_phone="'06 218 4400'",
        languages="""'["fi", "sv"]'""",
    )
    f.insert(
        "organisations_municipality",
        f"generate_series(1, {f.regions * 3}) i",
        id="i",
        code="(900 + i)::text",
        region_id=f"1 + i % {f.regions}",
        names=name.format("Kunta"),
    )
    f.insert(
        "organisations_organisation",
        f"generate_series(1, {f.bodies}) i",
        id="i",
        key="'jarjesto-' || i",
        region_id=f"1 + i % {f.regions}",
        names=name.format("Organisaatio"),
        kind="(array['wellbeing_county', 'employment_authority', 'association', 'kela'])[1 + i % 4]",
    )
    f.insert(
        "organisations_organisationagreement",
        f"generate_series(1, {f.bodies}) i",
        id="i",
        organisation_id="i",
        valid="daterange('2020-01-01', null)",
        reference="'sopimus'",
    )
    f.insert(
        "organisations_unit",
        f"generate_series(1, {f.units}) i",
        id="i",
        key="'yksikko-' || i",
        organisation_id=f"1 + i % {f.bodies}",
        names=name.format("Yksikkö"),
        phone="'06 218 4410'",
        takes_referrals="i % 3 > 0",
    )
    f.insert(
        "access_user",
        f"generate_series(1, {f.workers}) i",
        id="i",
        username="'ammattilainen-' || i",
        name="'Ammattilainen ' || i",
        password="'!'",
        language="'fi'",
        is_active="true",
    )
    f.insert(
        "access_membership",
        f"generate_series(1, {f.workers}) i",
        id="i",
        user_id="i",
        unit_id=f"1 + i % {f.units}",
        starts_on="'2024-01-01'",
        role="(array['coordinator', 'responsible_worker', 'social_worker', 'employment_expert'])[1 + i % 4]",
    )


def people(f: Filling) -> None:
    f.owner.execute(
        "create temp table scale_name (n int primary key, family text, given text, sort text, search text)"
        " on commit drop"
    )
    families = [root + end for root in ROOTS for end in ENDS]
    with f.owner.cursor().copy("copy scale_name from stdin") as copy:
        for n, (family, given) in enumerate((family, given) for family in families for given in GIVEN):
            copy.write_row((n, family, given, names.sort_key(family, given), names.search_key(f"{family} {given}")))
    every = len(families) * len(GIVEN)
    f.insert(
        "people_person",
        f"generate_series(1, {f.cases}) i join scale_name on n = {some(every, 1)}",
        id="i",
        region_id=f"1 + i % {f.regions}",
        family_name="family",
        given_names="given",
        sort_key="sort",
        search_key="search",
        municipality_id=f"1 + i % {f.regions * 3}",
        birth_date=f"date '1965-01-01' + {some(14_000, 2)}::int",
        language="'fi'",
        phone="'040 555 ' || lpad((i % 10000)::text, 4, '0')",
        jobseeker_status="'unknown'",
    )
