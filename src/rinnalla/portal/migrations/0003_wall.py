"""The wall of what the client keeps: the client alone writes, others of the case read only what is shared.

One policy for each act. A single one that lets others read what is shared would let them also delete it.
"""

from django.db import migrations

from rinnalla.access.walls import KIND, MY_CASES

OWN = f"case_id = {MY_CASES} and {KIND} = 'client'"
READ = f"case_id = {MY_CASES} and ({KIND} = 'client' or shared_at is not null)"
TABLES = ("portal_ownnote", "portal_ownassessment")


def raised(table: str) -> migrations.RunSQL:
    """The wall of one table."""
    return migrations.RunSQL(
        f"""alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy {table}_wall on {table} for select to rinnalla_app using ({READ});
        create policy {table}_wall_insert on {table} for insert to rinnalla_app with check ({OWN});
        create policy {table}_wall_update on {table} for update to rinnalla_app using ({OWN}) with check ({OWN});
        create policy {table}_wall_delete on {table} for delete to rinnalla_app using ({OWN});
        create policy {table}_owner on {table} to rinnalla_owner using (true) with check (true);""",
        f"""drop policy {table}_owner on {table}; drop policy {table}_wall_delete on {table};
        drop policy {table}_wall_update on {table}; drop policy {table}_wall_insert on {table};
        drop policy {table}_wall on {table};
        alter table {table} no force row level security; alter table {table} disable row level security;""",
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_own_pages"), ("access", "0003_walls")]
    operations = [raised(table) for table in TABLES]
