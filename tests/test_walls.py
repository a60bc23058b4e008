"""The second wall holds alone (A4), and it stands round every table with client data (A6).

The power check is `test_with_both_walls_down_the_same_question_leaks`: the same lists, asked without the database's
wall, show the stranger's rows.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from rinnalla.access import rules
from rinnalla.access.acting import staff_actor
from rinnalla.access.models import Grant, Membership
from rinnalla.access.routes import all_routes
from rinnalla.testing import as_actor
from tests.asking import fill
from tests.world import OWNER, client_models, is_ours

SOURCE = Path(__file__).parents[1] / "src" / "rinnalla"
KINDS = {"none", "case", "case_self", "person", "person_self", "inbox", "unit", "own", "settings", "sealed", "log"}
FEWEST_TABLES = 10


# The second wall alone ----------------------------------------------------------------------------------------------


@pytest.fixture
def first_wall_down(monkeypatch):
    """At its one seam: everybody may see everything, as far as the program is concerned."""
    monkeypatch.setattr(rules, "case_ids", lambda actor, depth=None: models.Subquery(_all_cases()))
    monkeypatch.setattr(rules, "visible", lambda rows, actor, column="case_id", depth=None: rows)


def _all_cases() -> models.QuerySet:
    return Grant._meta.get_field("case").related_model._base_manager.values("id")


def _actor(world, name: str):
    membership = Membership.objects.select_related("user", "unit__organisation").get(user_id=world.people[name].pk)
    return staff_actor(membership)


def _foreign(world, database: str = "default") -> dict[str, int]:
    """How many rows of the stranger each walled table shows to whoever asks."""
    found = {}
    for model in client_models():
        row = world.other.rows.get(model)
        if row is not None:
            found[model._meta.label] = model._base_manager.using(database).filter(pk=row.pk).count()
    return found


@pytest.mark.wall
@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("who", ["none-coordinator", "works-coordinator", "ended-doctor", "none-system_admin"])
def test_the_second_wall_hides_a_strangers_rows_from_every_table(who, world, first_wall_down):
    with as_actor(_actor(world, who)):
        shown = _foreign(world)
    assert len(shown) >= FEWEST_TABLES, sorted(shown)
    assert not any(shown.values()), {name: count for name, count in shown.items() if count}


@pytest.mark.wall
@pytest.mark.django_db(databases=["default", "owner"])
def test_with_both_walls_down_the_same_question_leaks(world, first_wall_down):
    """Power check: what the wall hides is there to be seen, so that the test above could fail."""
    shown = _foreign(world, OWNER)
    leaking = [name for name, count in shown.items() if count]
    assert len(leaking) > 0.9 * len(shown), sorted(set(shown) - set(leaking))


@pytest.mark.wall
@pytest.mark.django_db
def test_nobody_without_an_actor_sees_anything(world):
    for row in (world.mine, world.other):
        seen = {model._meta.label for model in client_models() if model in row.rows
                and model._base_manager.filter(pk=row.rows[model].pk).exists()}
        assert not seen, seen


@pytest.mark.wall
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["none-coordinator", "ended-coordinator"])
def test_with_the_first_wall_down_every_case_page_stays_closed(who, world, browser, first_wall_down, monkeypatch):
    """The relation is no longer asked: every grant counts as the reader's own. The database still shows no case."""
    monkeypatch.setattr(type(Grant.objects.all()), "held_by", lambda rows, actor: rows)
    client, asked = browser(world.people[who]), 0
    for route in all_routes():
        if route["scope"] == "case" and "GET" in route["methods"]:
            with transaction.atomic():
                response = client.get(fill(route, world.other))
                transaction.set_rollback(True)
            asked += 1
            assert response.status_code in (403, 404), f"{route['path']}: {response.status_code}"
            assert "Muukalainen" not in response.content.decode(), route["path"]
    assert asked >= 10


@pytest.mark.wall
@pytest.mark.django_db
def test_with_the_first_wall_down_no_list_shows_a_stranger(world, browser, first_wall_down):
    client, asked = browser(world.people["works-coordinator"]), 0
    for route in all_routes():
        if route["scope"] == "unit" and "GET" in route["methods"] and "<" not in route["path"]:
            with transaction.atomic():
                text = client.get(route["path"]).content.decode("utf-8", "replace")
                transaction.set_rollback(True)
            asked += 1
            assert "Muukalainen" not in text and "9999-0001" not in text, route["path"]
    assert asked >= 3


# The catalogue ------------------------------------------------------------------------------------------------------


def ask(sql: str, *values) -> list[tuple]:
    """Rows of a question to the database's own catalogue, as the application role."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if is_ours(model)]


@pytest.mark.schema
def test_every_model_says_which_wall_it_stands_behind():
    assert not [model._meta.label for model in ours() if getattr(model, "wall", None) not in KINDS]


@pytest.mark.schema
@pytest.mark.wall
@pytest.mark.django_db
def test_walls_stand_where_models_say_they_do():
    secured = {name: (on, forced) for name, on, forced in ask(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind in ('r', 'p')"
    )}
    policies: dict[str, list[tuple]] = {}
    for table, roles, using, check in ask("select tablename, roles::text[], qual, with_check from pg_policies"):
        policies.setdefault(table, []).append((roles, using, check))
    for model in ours():
        table = model._meta.db_table
        if model.wall == "none":
            assert secured[table] == (False, False), table
            continue
        assert secured[table] == (True, True), f"{table} is not walled"
        for roles, using, check in policies[table]:
            assert roles in (["rinnalla_app"], ["rinnalla_owner"]), f"{table}: a policy for {roles}"
            assert not (roles == ["rinnalla_app"] and (using == "true" or check == "true")), table
        mine = " ".join(using or "" for roles, using, _ in policies[table] if roles == ["rinnalla_app"])
        wanted = {"case": "access_my_cases", "case_self": "access_my_cases", "person": "access_my_persons",
                  "person_self": "access_my_persons", "inbox": "access_my_units", "unit": "access_my_units",
                  "own": "app.user_id", "settings": "app.user_id", "sealed": "false", "log": ""}[model.wall]
        assert wanted in mine, f"{table} says {model.wall}, its policy says {mine}"


@pytest.mark.schema
@pytest.mark.django_db
def test_every_table_that_points_to_a_case_or_a_person_is_walled():
    rows = ask("""select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
        and a.attname in ('case_id', 'person_id') and not (c.relrowsecurity and c.relforcerowsecurity)""")
    # A user is an account that signs in before anybody is known; its person_id tells the wall whose account it is.
    assert {name for (name,) in rows} <= {"access_user"}


@pytest.mark.schema
@pytest.mark.django_db
def test_no_policy_asks_with_exists():
    assert not ask("select tablename from pg_policies where qual ~* 'exists' or with_check ~* 'exists'")


@pytest.mark.schema
@pytest.mark.wall
@pytest.mark.django_db
def test_the_application_role_owns_nothing_and_is_bound_by_the_wall():
    columns = "rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
    me = ask(f"select {columns} from pg_roles where rolname = current_user")
    assert me == [("rinnalla_app", False, False, False, False)]
    for catalogue, owner in (("pg_class", "relowner"), ("pg_proc", "proowner"), ("pg_namespace", "nspowner"),
                             ("pg_type", "typowner")):
        assert not ask(f"select 1 from {catalogue} where {owner} = 'rinnalla_app'::regrole"), catalogue
    assert not ask("select 1 from pg_auth_members where member = 'rinnalla_app'::regrole")
    for model in ours():
        for right in ("TRUNCATE", "REFERENCES", "TRIGGER"):
            (granted,) = ask("select has_table_privilege('rinnalla_app', %s, %s)", model._meta.db_table, right)[0]
            assert not granted, f"{right} on {model._meta.db_table}"
    assert ask("select has_schema_privilege('rinnalla_app', 'public', 'CREATE')") == [(False,)]


@pytest.mark.schema
@pytest.mark.django_db
def test_owners_functions_are_closed_to_others_and_fix_their_path():
    rows = ask("""select p.proname, p.proconfig, has_function_privilege('public', p.oid, 'EXECUTE')
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prosecdef""")
    assert len(rows) >= 5
    for name, configuration, anybody in rows:
        assert any(one.startswith("search_path=") for one in configuration or []), f"{name} has no search_path"
        assert not anybody, f"everybody may run {name}"


@pytest.mark.schema
@pytest.mark.django_db
def test_every_foreign_key_has_an_index():
    rows = ask("""select c.conrelid::regclass::text, a.attname from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        join pg_class t on t.oid = c.conrelid
        where c.contype = 'f' and t.relname not like 'procrastinate%%' and not exists (
          select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])""")
    assert not rows, rows


@pytest.mark.schema
@pytest.mark.django_db
def test_every_time_has_its_zone():
    rows = ask("""select table_name, column_name from information_schema.columns
        where table_schema = 'public' and data_type = 'timestamp without time zone'""")
    assert not rows


@pytest.mark.schema
@pytest.mark.django_db
def test_a_time_and_its_person_go_together():
    """Every `…_at` that may be empty beside a `…_by` has the check that both are there or neither (rule 7)."""
    lacking = []
    for model in ours():
        names = {one.name: one for one in model._meta.concrete_fields}
        checks = " ".join(
            definition for (definition,) in ask(
                "select pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid = %s::regclass",
                model._meta.db_table,
            )
        )
        for name, one in names.items():
            by = names.get(f"{name[:-3]}_by")
            if name.endswith("_at") and one.null and by is not None and by.null:
                together = one.column in checks and by.column in checks
                if not together:
                    lacking.append(f"{model._meta.label}.{name}")
    assert set(lacking) <= WITHOUT_PAIR, sorted(set(lacking) - WITHOUT_PAIR)


# A job may end a grant, a client's consent may run out and a named job may publish: then there is no person.
WITHOUT_PAIR = {"access.Grant.ended_at", "access.Consent.withdrawn_at", "servicemodels.ServiceModel.published_at"}


@pytest.mark.schema
def test_every_field_says_what_it_holds():
    lacking = []
    for model in ours():
        told = getattr(model, "Data", {})
        names = {one.name for one in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}
        names -= {one.name for one in model._meta.parents.values() if one}
        lacking += [f"{model._meta.label}.{name}" for name in sorted(names - set(told))]
        lacking += [f"{model._meta.label}.{name} (no such field)" for name in sorted(set(told) - names)]
    assert not lacking, lacking


@pytest.mark.schema
def test_an_unclassified_field_is_seen():
    """Power check of the test above: the same comparison on a model with a field nobody told of."""
    case = apps.get_model("cases.Case")
    names = {one.name for one in case._meta.concrete_fields}
    assert names - set({key: value for key, value in case.Data.items() if key != "wish"}) == {"wish"}


# Settings last one transaction --------------------------------------------------------------------------------------

SESSION_WIDE = re.compile(
    r"set_config\([^)]*,\s*(false|'f')\s*\)|[\"'`;\s]set\s+(session\s+)?(app\.|role\b|session\s+authorization)",
    re.IGNORECASE,
)


@pytest.mark.wall
def test_no_setting_outlives_its_transaction():
    found = [
        f"{file.relative_to(SOURCE)}:{number}"
        for file in SOURCE.rglob("*.py") if "tests" not in file.parts
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if SESSION_WIDE.search(line)
    ]
    assert not found, found


@pytest.mark.parametrize("line", [
    "select set_config('app.user_id', '1', false)", 'cursor.execute("SET app.user_id = 1")',
    "x; set role rinnalla_owner",
])
def test_a_setting_for_the_session_would_be_seen(line):
    assert SESSION_WIDE.search(line)

