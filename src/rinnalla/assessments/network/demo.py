"""Networks of the invented world: whom people have beside them, in their own words, by the same acts as people's."""

import random
from dataclasses import replace

from rinnalla.access.actor import Actor
from rinnalla.assessments.network.actions import Beside, add_actor, go_through
from rinnalla.assessments.network.reading import is_mapped
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import code

BESIDE = (
    Beside(
        "close_person", "Sisko", "Kyydit ja juttuseura", view="helps",
        own_words="Hänelle voin soittaa aina.",
    ),
    Beside("close_person", "Puoliso", "Arki ja lapset", view="helps", own_words="Jaksaa, vaikka minä en jaksaisi."),
    Beside("close_person", "Naapuri", "Kauppareissut", view="could_help"),
    Beside("close_person", "Aikuinen poika", "Laskut ja lomakkeet", view="could_help", own_words="En halua vaivata."),
    Beside("health", "Terveysasema", "Selän hoito", "fysioterapeutti Mirja Ek", view="helps"),
    Beside("health", "Työttömien terveystarkastus", "Terveydenhoitajan seuranta", view="could_help"),
    Beside("social_service", "Sosiaaliohjaaja", "Asuminen ja arjen asiat", view="helps"),
    Beside("social_service", "Perhetyö", "Lasten arki", view="burdens", own_words="Liian monta kävijää kotona."),
    Beside("employment_service", "Työllisyyspalvelut", "Työnhaku", view="not_asked"),
    Beside("benefits", "Kela", "Kuntoutustuen hakemus", view="burdens", own_words="Paperit väsyttävät."),
    Beside("benefits", "Talous- ja velkaneuvonta", "Maksusuunnitelma", view="helps"),
    Beside(
        "association", "Vertaisryhmä", "Torstain kahvit", view="helps",
        own_words="Siellä ei tarvitse selittää.",
    ),
    Beside("association", "Seurakunnan ruokailu", "Lounas kahdesti viikossa", view="helps"),
    Beside("education", "Ammattiopisto", "Opintojen jatkaminen", view="could_help"),
    Beside("employer", "Entinen esihenkilö", "Suosittelija", view="could_help", own_words="Lupasi auttaa, jos kysyn."),
)


def map_network(case: Case, by: Actor) -> None:
    """Some beside the client, now and then nobody, gone through together. What has been mapped stays as it is.

    Its chance is its own, so that the rest of the world stays as it was.
    """
    if is_mapped(case):
        return
    rng, groups = random.Random(f"network {case.pk}"), by.field_groups()
    open_kinds = [one for one in BESIDE if _open(one, groups)]
    chosen = rng.sample(open_kinds, min(len(open_kinds), rng.choice((0, 2, 3, 3, 4, 5, 7))))
    for one in chosen:
        since = str(dates.today().year - rng.randrange(1, 8)) if rng.random() < 0.7 else ""
        add_actor(case=case, by=by, groups=groups, beside=replace(one, since=since))
    go_through(case=case, by=by, nobody=not chosen)


def _open(one: Beside, groups: frozenset[str]) -> bool:
    kind = code("network_kinds", one.kind)
    return kind is not None and kind.definition.field_group in groups
