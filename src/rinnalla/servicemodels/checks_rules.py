"""What rules, segments, target groups and questions must hold to: facts that exist, conditions that fit their kind, and
no rule on a sensitive fact alone (T-42)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rinnalla.servicemodels.checking import each_known, keys, known, same
from rinnalla.servicemodels.definitions import (
    COUNTED,
    SENSITIVE,
    Common,
    Condition,
    Fact,
    Guide,
    Question,
    RegionDefinition,
    TargetGroup,
)
from rinnalla.servicemodels.faults import Fault, listing
from rinnalla.servicemodels.yamlfile import Place, YamlFile

# Which questions about a fact fit which kind of fact. A limit is a number's least or a date's furthest.
FITS = {"at_least": ("number",), "at_most": ("number",), "limit": ("number", "date"), "one_of": ("choice",)}
BOUNDS = tuple(FITS)


@dataclass(frozen=True)
class _Known:
    """The names that conditions may use."""

    facts: dict[str, Fact]
    limits: dict[str, str]
    cards: list[str]


def of_common(common: Common, files: dict[str, YamlFile]) -> Iterator[Fault]:
    """Every fault of the common facts, forms, segments and target groups."""
    names = _names(common)
    yield from _facts(common, files["facts"])
    for n, criterion in enumerate(common.codes.criteria):
        yield from _conditions(files["codes"], ("criteria", n, "told_by"), criterion.told_by, names)
    for n, payer in enumerate(common.codes.coaching_payers):
        yield from _conditions(files["codes"], ("coaching_payers", n, "told_by"), payer.told_by, names)
    for n, form in enumerate(common.forms):
        yield from keys(files["forms"], ("forms", n, "questions"), form.questions)
        yield from _questions(files["forms"], ("forms", n, "questions"), form.questions, names)
    yield from _segments(common, files["segments"], names)
    yield from _target_groups(common, files["target_groups"], names)
    yield from _guides(common.guides, common, files["guides"])


def of_region(region: RegionDefinition, common: Common, file: YamlFile) -> Iterator[Fault]:
    """Every fault of a region's ways in and own questions."""
    names = _names(common)
    codes = [municipality.code for municipality in region.info.municipalities]
    for n, rule in enumerate(region.model.eligibility):
        place: Place = ("eligibility", n)
        yield from each_known(file, (*place, "cards"), rule.cards, names.cards)
        yield from each_known(file, (*place, "municipalities"), rule.municipalities, codes)
        yield from _rule(file, place, rule.key, rule.all_of, names)
    yield from _guides(region.model.guides, common, file)
    forms = {form.key: form for form in common.forms}
    yield from same(file, [(("questions", n, "form"), own.form) for n, own in enumerate(region.model.questions)])
    for n, own in enumerate(region.model.questions):
        yield from known(file, ("questions", n, "form"), own.form, list(forms))
        place = ("questions", n, "questions")
        yield from keys(file, place, own.questions)
        yield from _questions(file, place, own.questions, names)
        national = {question.key for question in forms[own.form].questions} if own.form in forms else set()
        for m, question in enumerate(own.questions):
            if question.key in national:
                yield file.fault("same_key", (*place, m, "key"), key=question.key, first="common/forms.yaml")


def _names(common: Common) -> _Known:
    units = {deadline.key: deadline.values[-1].unit for deadline in common.deadlines}
    return _Known({fact.key: fact for fact in common.facts}, units, [card.key for card in common.cards])


def _facts(common: Common, file: YamlFile) -> Iterator[Fault]:
    lists = list(type(common.codes).model_fields)
    for n, fact in enumerate(common.facts):
        yield from known(file, ("facts", n, "code_list"), fact.code_list, lists)
    facts = {fact.key for fact in common.facts}
    for criterion in common.codes.criteria:
        if criterion.key not in facts:
            yield file.fault("missing_fact", ("facts",), key=criterion.key, expected=f"key: {criterion.key}")


def _questions(file: YamlFile, place: Place, questions: Sequence[Question], names: _Known) -> Iterator[Fault]:
    for n, question in enumerate(questions):
        here = (*place, n)
        yield from known(file, (*here, "fact"), question.fact, list(names.facts))
        yield from keys(file, (*here, "choices"), question.choices)
        if (question.kind == "choice") != bool(question.choices):
            yield file.fault("choices", (*here, "choices" if question.choices else "kind"), key=question.key)
        fact = names.facts.get(question.fact or "")
        if fact and fact.kind != question.kind:
            yield file.fault("fact_kind", (*here, "kind"), key=question.key, fact=fact.key, expected=fact.kind)
        if fact and fact.field_group != question.field_group:
            place_of_group = (*here, "field_group" if "field_group" in question.model_fields_set else "fact")
            yield file.fault("fact_group", place_of_group, key=question.key, expected=fact.field_group)


def _guides(guides: Sequence[Guide], common: Common, file: YamlFile) -> Iterator[Fault]:
    """A guide is of stages and segments that exist, and two have no key together."""
    yield from keys(file, ("guides",), guides)
    for n, guide in enumerate(guides):
        yield from each_known(file, ("guides", n, "stages"), guide.stages, [one.key for one in common.stages])
        yield from each_known(file, ("guides", n, "segments"), guide.segments, [one.key for one in common.segments])


def _segments(common: Common, file: YamlFile, names: _Known) -> Iterator[Fault]:
    for n, segment in enumerate(common.segments):
        place: Place = ("segments", n)
        last = n == len(common.segments) - 1
        if bool(segment.rules) == last:
            yield file.fault("last_segment", (*place, "key"), key=segment.key)
        yield from keys(file, (*place, "rules"), segment.rules)
        for m, rule in enumerate(segment.rules):
            yield from _rule(file, (*place, "rules", m), rule.key, rule.all_of, names)


def _target_groups(common: Common, file: YamlFile, names: _Known) -> Iterator[Fault]:
    statutes = [statute.key for statute in common.statutes]
    sets = [one.key for one in common.codes.measure_sets]
    services = sorted({card.service for card in common.cards})
    for n, group in enumerate(common.target_groups):
        place: Place = ("target_groups", n)
        yield from each_known(file, (*place, "statutes"), group.statutes, statutes)
        yield from known(file, (*place, "measure_set"), group.measure_set, sets)
        yield from each_known(file, (*place, "services"), group.services, services)
        yield from _conditions(file, (*place, "facts"), group.facts, names)
        if bool(group.facts) == bool(group.services):
            yield file.fault("group_by", (*place, "key"), key=group.key, expected="facts | services")
        yield from _countable(common, file, place, group)


def _countable(common: Common, file: YamlFile, place: Place, group: TargetGroup) -> Iterator[Fault]:
    """A group is counted without opening anybody's case: by a few facts, or by a yes to a question."""
    asked = {one.fact for form in common.forms for one in form.questions if one.fact and one.kind == "yes_no"}
    names = [*COUNTED, *sorted(asked)]
    for leaf in (leaf for one in group.facts for leaf in (one.any_of or (one,))):
        if leaf.fact and (leaf.fact not in names or not leaf.holds):
            yield file.fault("not_counted", (*place, "facts"), key=group.key, fact=leaf.fact, expected=listing(names))


def _rule(file: YamlFile, place: Place, key: str, all_of: Sequence[Condition], names: _Known) -> Iterator[Fault]:
    yield from _conditions(file, (*place, "all_of"), all_of, names)
    if all_of and all(_stands_on_sensitive(condition, names) for condition in all_of):
        yield file.fault("only_sensitive", (*place, "all_of"), key=key, expected=_plain_facts(names))


def _stands_on_sensitive(condition: Condition, names: _Known) -> bool:
    """Can the condition be met by a sensitive fact alone?"""
    if condition.any_of:
        return any(_stands_on_sensitive(one, names) for one in condition.any_of)
    fact = names.facts.get(condition.fact or "")
    return fact is not None and fact.field_group in SENSITIVE


def _plain_facts(names: _Known) -> str:
    return listing([fact.key for fact in names.facts.values() if fact.field_group not in SENSITIVE])


def _conditions(
    file: YamlFile, place: Place, conditions: Sequence[Condition], names: _Known, *, inner: bool = False
) -> Iterator[Fault]:
    for n, condition in enumerate(conditions):
        here = (*place, n)
        if bool(condition.fact) == bool(condition.any_of):
            yield file.fault("fact_or_any", here, expected="fact | any_of")
        if condition.any_of and inner:
            yield file.fault("any_in_any", (*here, "any_of"))
        yield from known(file, (*here, "fact"), condition.fact, list(names.facts))
        yield from known(file, (*here, "guides_to"), condition.guides_to, names.cards)
        yield from known(file, (*here, "limit"), condition.limit, list(names.limits))
        yield from _conditions(file, (*here, "any_of"), condition.any_of, names, inner=True)
        if fact := names.facts.get(condition.fact or ""):
            yield from _fits(file, here, condition, fact)


def _fits(file: YamlFile, place: Place, condition: Condition, fact: Fact) -> Iterator[Fault]:
    """The question suits the kind of the fact, and a fact that is not yes or no is asked something."""
    asked = [name for name in BOUNDS if getattr(condition, name) not in (None, ())]
    for name in asked:
        if fact.kind not in FITS[name]:
            fitting = [one for one in BOUNDS if fact.kind in FITS[one]] or ["holds"]
            yield file.fault("bound_kind", (*place, name), fact=fact.key, kind=fact.kind, expected=listing(fitting))
    if fact.kind != "yes_no" and not asked:
        fitting = [one for one in BOUNDS if fact.kind in FITS[one]]
        yield file.fault("no_bound", (*place, "fact"), fact=fact.key, expected=listing(fitting))
    if fact.kind != "yes_no" and not condition.holds:
        yield file.fault("bound_kind", (*place, "holds"), fact=fact.key, kind=fact.kind, expected=listing(BOUNDS))
    low, high = condition.at_least, condition.at_most
    if low is not None and high is not None and high < low:
        yield file.fault("bounds_reversed", (*place, "at_most"), low=low, high=high)
