"""A region with four layers of support and a network, whose units and bodies are the cast's."""

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation, Unit
from rinnalla.servicemodels.tests.versions import first_version
from rinnalla.testing import as_actor

NETWORK = "tukiverkosto"


def layered(cast, *, special=None, levels=4):
    """Layer 1 has no unit; 2 is the team's own, 3 the intake's, 4 the special expertise team's (the jobs unit)."""
    special = special or cast.jobs
    keys = {}

    def change(content):
        bodies = [one for one in content["organisations"] if one["units"]]
        units = [unit["key"] for one in bodies for unit in one["units"]][:3]
        keys.update(units=units, body=bodies[0]["key"])
        names = ("Oma asiantuntija", "Työkykykoordinaattori", "Työkykytiimi", "Erityisosaamistiimi")
        content["model"]["support_layers"] = [
            {"level": level, "names": {"fi": name, "sv": f"{name} sv", "en": f"{name} en"}, "unit": unit}
            for level, name, unit in zip(range(1, 5), names, [None, *units], strict=True)
        ][:levels]
        content["model"]["networks"] = [
            {
                "key": NETWORK,
                "names": {"fi": "Tukiverkosto", "sv": "Stödnätet", "en": "Support network"},
                "team": content["model"]["teams"][0]["key"],
                "purpose": {"fi": "Neuvoo tiimiä.", "sv": "Ger råd.", "en": "Advises."},
                "members": [bodies[0]["key"]],
            }
        ]

    model = first_version(cast.region, change)
    for key in keys["units"]:  # what the publication made
        Unit.objects.filter(key=key).update(key=f"muu_{key}")
    Organisation.objects.filter(region=cast.region, key=keys["body"]).update(key="muu_toimija")
    for unit, key in zip((cast.team, cast.intake, special), keys["units"], strict=True):
        Unit.objects.filter(pk=unit.pk).update(key=key)
    Organisation.objects.filter(pk=special.organisation_id).update(key=keys["body"])
    with as_actor(cast.a_katri):
        Case.objects.filter(pk=cast.case.pk).update(service_model=model)
    cast.case.service_model = model
    return model


def colleague(unit, username="aino", role="job_coach"):
    """Somebody more in a unit."""
    by = system("tests")
    with acting(by):
        user = add_user(by=by, username=username, name=username.title() + " Lahti", email=f"{username}@example.org")
        give_membership(by=by, user=user, unit=unit, role=role, starts_on=dates.today().replace(year=2024))
    return User.objects.get(pk=user.pk)
