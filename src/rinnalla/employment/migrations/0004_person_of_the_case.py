"""A coaching's person is its case's: when two rows of one person are merged, the database takes the coaching along."""

from django.db import migrations

# `person` stands on the row so that a unique index can say "one at a time"; the pair keeps the two from drifting apart.
PAIR = """
alter table cases_case add constraint cases_case_id_person unique (id, person_id);
alter table employment_coachingepisode add constraint employment_coaching_person_of_case
  foreign key (case_id, person_id) references cases_case (id, person_id) on update cascade;
"""
UNPAIR = """
alter table employment_coachingepisode drop constraint employment_coaching_person_of_case;
alter table cases_case drop constraint cases_case_id_person;
"""


class Migration(migrations.Migration):
    dependencies = [("employment", "0003_figures"), ("cases", "0006_move_person")]
    operations = [migrations.RunSQL(PAIR, UNPAIR)]
