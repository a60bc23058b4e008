"""The rules of the house that a machine can read from the source (architecture section 5). The lists only shrink."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import call_command

from tests.world import is_ours

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "rinnalla"
LONGEST_MODULE, LONGEST_FUNCTION, USUAL_FUNCTION, LONGEST_VIEW = 400, 60, 30, 25

# Modules besides actions.py that write, each with its reason. Add a room's own `submitting.py` here, no view.
WRITING = {
    "access/grants.py": "grants are given inside the rooms' own actions",
    "access/deputies.py": "the actions of absences and their deputies",
    "access/drafts.py": "what is typed is kept by the frame itself",
    "organisations/agreements.py": "the actions of agreements, beside what stands on their paper",
    "people/phones.py": "the actions of confirming a phone number",
    "people/accounts.py": "the actions of a client's own account",
    "people/representatives.py": "the actions of the account of whoever acts for a client",
    "cases/merging.py": "the actions of making two rows of one person one, and of taking them apart",
    "cases/responsibility.py": "the actions of agreeing on the responsible worker",
    "cases/closing.py": "the actions of closing a case",
    "meetings/deciding.py": "the actions of deciding in a meeting",
    "cases/loads.py": "the actions of weighing cases, of developing the team and of noting hours",
    "desk/savedfilters.py": "the actions of keeping filters, beside what a filter holds",
    "cases/roles.py": "the actions of giving roles in a case",
    "referrals/consultations.py": "the actions of asking a colleague and answering",
    "referrals/declines.py": "the actions of telling whoever answers for the client that somebody did not take them",
    "referrals/peers.py": "the actions of the coordinators' discussion without identity",
    "referrals/following.py": "the actions after sending: mending, taking back, telling what came of it",
    "assessments/instruments.py": "the actions of choosing instruments for a talk",
    "referrals/outside.py": "the actions of asking a service without an account",
    "services/guidance.py": "the actions of guiding on to a service",
    "services/expectations.py": "the actions of telling what to expect and asking how it was",
    "services/needs.py": "the actions of noting a need that no service answers",
    "services/livelihood.py": "the actions of the livelihood timeline",
    "services/visits.py": "the actions of going along to services and groups",
    "services/news.py": "the actions about services that change or end",
    "employment/working.py": "the actions of the coach's own work",
    "network/projects/actions_clients.py": "the actions of clients in projects and of people contacted",
    "network/purchased/actions_clients.py": "the actions of placing clients in what is bought, and of their bonus",
    "network/purchased/actions_money.py": "the actions of appropriations and their lines",
    "employment/support/agreeing.py": "the actions of agreements of three parties",
    "employment/support/answering.py": "the actions of the client's own answer to an agreement",
    "employment/matching/answering.py": "the actions of what a client says of a proposal",
    "exchange/tokens.py": "the actions of making and ending a token",
    "plans/paths/proposals.py": "the actions of proposing a path's next step and answering",
    "plans/paths/phases.py": "the actions of beginning and ending a phase",
    "plans/versions.py": "the action of making a version, beside what a version holds",
    "plans/giving.py": "the action of giving the plan to an organisation, beside what it may get",
    "plans/rounds.py": "the action of standing behind one's own part, beside who does",
    "plans/around.py": "the actions on what stands round the plan",
    "lib/saving.py": "every edit goes through it",
    "outbox/promises.py": "promises",
    "outbox/jobs.py": "promises",
    "access/jobs.py": "sessions that are over are cleaned away by the worker",
    "cast.py": "the tests' cast",
}
# Foreign keys by name to a later room (architecture section 3): what a grant is about. The list only shrinks.
LATER = {
    ("access.User.person", "people.Person"), ("access.Grant.case", "cases.Case"), ("access.Consent.case", "cases.Case"),
}
WRITES = re.compile(r"\.(save|create|bulk_create|bulk_update|update_or_create|get_or_create)$|^(update|delete)$")


def modules(*, tests: bool = False) -> Iterator[tuple[str, ast.Module, str]]:
    """Path, tree and text of every module of ours; migrations and tests aside."""
    for file in sorted(SOURCE.rglob("*.py")):
        parts = file.relative_to(SOURCE).parts
        if "migrations" in parts or ("tests" in parts and not tests):
            continue
        text = file.read_text(encoding="utf-8")
        yield "/".join(parts), ast.parse(text), text


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_modules_are_short():
    long = {
        name: len(text.splitlines()) for name, _, text in modules()
        if len(text.splitlines()) > LONGEST_MODULE
    }
    assert not long, long


def test_functions_are_short():
    lengths = {f"{name}:{node.name}": length(node) for name, tree, _ in modules() for node in functions(tree)}
    assert statistics.quantiles(lengths.values(), n=10)[8] <= USUAL_FUNCTION
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert not long, long


def test_views_are_short():
    long = {
        f"{name}:{node.name}": length(node)
        for name, tree, _ in modules() for node in functions(tree)
        if any("allow" in ast.dump(one) or "public" in ast.dump(one) for one in node.decorator_list)
        and length(node) > LONGEST_VIEW
    }
    assert not long, long


# Writing ------------------------------------------------------------------------------------------------------------


def written(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls that write rows: on a manager, a queryset or a row."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            verb, owner = node.func.attr, ast.unparse(node.func.value)
            on_rows = re.search(r"\.objects\b|_manager\b|\.filter\(|\.exclude\(|\brows\b", owner)
            related = on_rows or "_set" in owner or re.search(r"\.[a-z_]+$", owner)
            makes = verb in ("create", "bulk_create", "bulk_update", "update_or_create", "get_or_create") and related
            changes = verb in ("update", "delete") and on_rows
            saves = verb == "save" and not re.search(r"session|form|super\(\)|image|figure|workbook", owner)
            if makes or changes or saves:
                yield node.lineno, f"{owner}.{verb}"


def may_write(name: str) -> bool:
    file = name.rsplit("/", 1)[-1]
    return file in ("actions.py", "demo.py") or name in WRITING or name.startswith("demo/")


def test_only_actions_write():
    found = [
        f"{name}:{line} {call}" for name, tree, _ in modules() if not may_write(name) for line, call in written(tree)
    ]
    assert not found, "\n".join(found)


def test_writing_in_a_view_is_seen():
    assert list(written(ast.parse("Case.objects.filter(pk=1).update(wish='x')\ngoal.save()\nGoal.objects.create(a=1)")))


def joined_updates(tree: ast.Module) -> Iterator[int]:
    """`.filter(version=…, case__region=…).update(…)`: the version is tested in a sub-select and saves are lost."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("update", "delete"):
            inner = node.func.value
            while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
                filters = inner.func.attr in ("filter", "exclude")
                names = [one.arg for one in inner.keywords if one.arg and filters]
                if any("__" in name and name.rsplit("__", 1)[1] not in LOOKUPS for name in names):
                    yield node.lineno
                inner = inner.func.value


LOOKUPS = {"isnull", "in", "lt", "lte", "gt", "gte", "exact", "contains", "range", "startswith", "overlap"}


def test_no_update_joins_another_table():
    found = [f"{name}:{line}" for name, tree, _ in modules() for line in joined_updates(tree)]
    assert not found, found


def test_a_joined_update_is_seen():
    assert list(joined_updates(ast.parse("Plan.objects.filter(pk=1, version=2, case__region=3).update(version=3)")))


# Words --------------------------------------------------------------------------------------------------------------


def regions() -> list[str]:
    """Keys and names of the regions that ship with the program."""
    words = []
    for file in sorted((ROOT / "regions").glob("*/region.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        names = told.get("names", {}) if isinstance(told, dict) else {}
        words += [file.parent.name, *(names.values() if isinstance(names, dict) else [])]
    return [word for word in words if word]


def test_no_region_is_named_in_the_program():
    words = regions()
    assert len(words) >= 5
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    files = [
        file for ending in ("*.py", "*.html", "*.js", "*.css", "*.typ") for file in SOURCE.rglob(ending)
        if "vendor" not in file.parts
    ]
    found = [
        f"{file.relative_to(SOURCE)}:{number} {match.group()}"
        for file in files for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]
    assert not found, found


def test_nothing_is_left_for_later_in_a_comment():
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [f"{name}:{number}" for name, _, text in modules(tests=True)
             for number, line in enumerate(text.splitlines(), 1) if word.search(line)]
    assert not found, found


# Contacts -----------------------------------------------------------------------------------------------------------

RAW_CONTACT = re.compile(r"\bperson\.(phone|email)\b")
# Where a person's own phone and e-mail may be read past `open_phone`: where they are kept, and where they are changed.
KEEPS_CONTACTS = {"people/models.py", "people/actions.py", "cases/views.py"}


def test_protected_contacts_are_read_nowhere_else():
    """A referral's own sealed identity (`referral.person`) is another thing; its file names it `who` or `Identity`."""
    aside = ("demo/", "referrals/", "exchange/api/referrals")
    files = [(name, text) for name, _, text in modules() if not name.startswith(aside)]
    found = [name for name, text in [*files, *templates()] if name not in KEEPS_CONTACTS and RAW_CONTACT.search(text)]
    assert not found, found


# Texts --------------------------------------------------------------------------------------------------------------

TRANSLATES = {"_", "gettext", "ngettext", "pgettext", "gettext_lazy"}


def texts_in_f_strings(tree: ast.Module) -> list[int]:
    """Lines where a text is asked for inside an f-string: the catalogues, gathered from the code, miss it there."""
    return [
        call.lineno
        for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node) if isinstance(call, ast.Call) and ast.unparse(call.func) in TRANSLATES
    ]  # fmt: skip


def test_no_text_hides_in_an_f_string():
    found = [f"{name}:{line}" for name, tree, _ in modules() for line in texts_in_f_strings(tree)]
    assert not found, found


def test_a_text_in_an_f_string_is_seen():
    assert texts_in_f_strings(ast.parse("""x = f"{_('Asiakas')}: {name}\""""))
    assert not texts_in_f_strings(ast.parse("""x = _("Asiakas") + f": {name}\""""))


# Templates ----------------------------------------------------------------------------------------------------------


def templates() -> Iterator[tuple[str, str]]:
    for file in sorted(SOURCE.rglob("templates/**/*.html")):
        yield str(file.relative_to(SOURCE)), file.read_text(encoding="utf-8")


def test_templates_escape_everything():
    found = [name for name, text in templates() if re.search(r"\|\s*safe\b|autoescape\s+false", text)]
    found += [name for name, tree, text in modules() if re.search(r"\bmark_safe\b|SafeString\(", text)]
    assert not found, found


INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)


def test_templates_hold_no_style_or_script():
    found = [f"{name}: {match.group()}" for name, text in templates() if (match := INLINE.search(text))]
    assert not found, found


def test_no_two_landmarks_of_a_template_share_their_name():
    """A section and the scrolled region in it, both named by the same heading, are two things of one name to whoever
    listens: the region is the heading's table."""
    found = [
        f"{name}: {heading}" for name, text in templates()
        for heading in set(re.findall(r'role="region" aria-labelledby="([\w-]+)"', text))
        if len(re.findall(rf'aria-labelledby="{heading}"', text)) > 1
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("text", ['<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>"])
def test_inline_style_and_script_are_seen(text):
    assert INLINE.search(text)


POST_FORM = re.compile(r"<form[^>]*method\s*=\s*[\"']?post.*?(?:</form>|\Z)", re.IGNORECASE | re.DOTALL)


def test_every_form_that_posts_carries_its_token():
    found = [
        name for name, text in templates() for form in POST_FORM.findall(text)
        if "csrf_input" not in form and "csrf" not in form
    ]
    assert not found, found


# The database's side ------------------------------------------------------------------------------------------------


@pytest.mark.schema
@pytest.mark.django_db
def test_migrations_are_whole():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def rooms_in_order() -> list[str]:
    """From the first room to the last, as the layers of pyproject.toml say."""
    import tomllib

    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = told["tool"]["importlinter"]["contracts"][0]["layers"]
    return [layer.strip("()") for layer in reversed(layers)]


def test_few_foreign_keys_point_to_a_later_room():
    order = rooms_in_order()
    found = {
        (f"{model._meta.label}.{one.name}", one.remote_field.model._meta.label)
        for model in apps.get_models() if is_ours(model) for one in model._meta.concrete_fields
        if one.remote_field and is_ours(one.remote_field.model)
        and order.index(one.remote_field.model._meta.app_label) > order.index(model._meta.app_label)
    }
    # `Made` says who made a row by the name of the user, also in rooms before access.
    found = {(field, target) for field, target in found if target != "access.User"}
    assert found <= LATER, found - LATER
    assert found == LATER, f"take out of the list: {LATER - found}"
