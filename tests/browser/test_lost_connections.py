"""Connections lost while they wait in the pool (a restart of the database, a firewall) cost nobody a page.

Seen red: without CONN_HEALTH_CHECKS the next page answered 500; with a pool that was opened before the server forked
its processes, they spoke on the same sockets, no lost connection was replaced, and after ten minutes the parent closed
one that a page was being read by.
"""

from django.db import connection

from rinnalla.access.models import User
from tests.browser.people import OWNER, House

LOSE = """select count(pg_terminate_backend(pid)) from pg_stat_activity
           where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"""


def test_the_next_page_opens_on_a_new_connection(house: House):
    katri = house.known(User.objects.using(OWNER).get(username="katri"))
    katri.go("/day/")
    for _time in range(3):
        with connection.cursor() as cursor:
            cursor.execute(LOSE)
            assert cursor.fetchone()[0] >= 1
        assert [katri.page.request.get("/day/").status for _each in range(3)] == [200] * 3
