"""How a version would look: the client's path, the professional's prompts, the questions, the services."""

from dataclasses import dataclass
from typing import Any

from rinnalla.access.roles import ROLES
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.editing import sources
from rinnalla.servicemodels.reading import Content, said


@dataclass(frozen=True)
class Stage:
    """A stage as the client and the professional read it, with the steps of the paths in it."""

    client: str
    name: str
    prompt: str
    steps: list[str]


@dataclass(frozen=True)
class Question:
    """A question of a form as it would be asked."""

    text: str
    hint: str
    kind: str
    choices: list[str]


def shown(content: Content) -> dict[str, Any]:
    """What the preview draws. Works on any content, whatever is still missing from it."""
    model: Content = content.get("model") or {}
    return {
        "stages": [_stage(content, model, one) for one in _things(model, "stages")],
        "paths": [_path(content, one) for one in _things(model, "path_templates")],
        "questions": [_question(one) for form in _things(model, "questions") for one in _things(form, "questions")],
        "services": _services(content, model),
        "tagline": in_language(((content.get("info") or {}).get("wording") or {}).get("tagline")),
    }


def _things(holder: Any, name: str) -> list[dict[str, Any]]:
    rows = holder.get(name) if isinstance(holder, dict) else None
    return [one for one in rows or [] if isinstance(one, dict)]


def _stage(content: Content, model: dict[str, Any], own: dict[str, Any]) -> Stage:
    common = next((one for one in codes.common().stages if one.key == own.get("key")), None)
    first = next(iter(_things(model, "path_templates")), {})
    steps = [in_language(one.get("names")) for one in _things(first, "steps") if one.get("stage") == own.get("key")]
    names: Content | None = own.get("names") or (common.names.model_dump() if common else None)
    prompt: Content | None = own.get("prompt") or (common.prompt.model_dump() if common else None)
    client = common.client_names.in_language if common else ""
    return Stage(client, in_language(names) or str(own.get("key", "")), in_language(prompt), steps)


def _path(content: Content, one: dict[str, Any]) -> dict[str, Any]:
    steps = [
        {
            "name": in_language(step.get("names")), "optional": bool(step.get("optional")),
            "stage": sources.name_of("stages", step.get("stage"), content) if content.get("model") else "",
            "role": str(ROLES[step["role"]].name) if step.get("role") in ROLES else "",
            "due": said(content, None, "due", step.get("due"), ()),
        }
        for step in _things(one, "steps")
    ]
    return {"name": in_language(one.get("names")), "summary": in_language(one.get("summary")), "steps": steps}


def _question(one: dict[str, Any]) -> Question:
    choices = [in_language(choice.get("names")) for choice in _things(one, "choices")]
    return Question(in_language(one.get("names")), in_language(one.get("hint")), str(one.get("kind", "text")), choices)


def _services(content: Content, model: dict[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    cards = {card.key: card for card in codes.common().cards}
    found: dict[str, list[dict[str, str]]] = {}
    for offer in _things(model, "offers"):
        if card := cards.get(str(offer.get("card"))):
            found.setdefault(card.group, []).append({
                "name": card.names.in_language, "summary": card.summary.in_language,
                "unit": sources.name_of("units", offer.get("unit"), content),
                "waiting": in_language(offer.get("waiting")),
            })
    groups = [(one.key, one.names.in_language) for one in codes.common().service_groups]
    return [(name, found[key]) for key, name in groups if key in found]
