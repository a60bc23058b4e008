"""Roles in a case, and the hand-over to each body when a case closes in place of the note that was written then."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models
from rinnalla.access.walls import wall

# What was told to a body before is its hand-over; who was there was not asked then.
COPY = """
insert into cases_closinghandover
  (uuid, version, made_at, made_by_id, case_id, organisation_id, agreement, what, contact_person, contact)
select distinct on (n.case_id, n.organisation_id) gen_random_uuid(), 1, coalesce(c.made_at, now()), c.made_by_id, n.case_id, n.organisation_id, 'statute', n.text, '–', '–'
  from cases_closingnote n left join cases_closing c on c.case_id = n.case_id where n.text <> ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_move_person'),
        ('organisations', '0002_form_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('role', models.CharField(max_length=40)),
                ('reason', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='cases.case')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='cases.teammember')),
            ],
        ),
        migrations.CreateModel(
            name='ClosingHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('agreement', models.CharField(choices=[('statute', 'Statute'), ('consent', 'Consent'), ('refused', 'Refused')], max_length=10)),
                ('what', models.TextField(blank=True)),
                ('contact_person', models.CharField(blank=True, max_length=120)),
                ('contact', models.CharField(blank=True, max_length=120)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closing_handovers', to='cases.case')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.DeleteModel(
            name='ClosingNote',
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case', 'role'), name='one_holder_of_a_role'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='assignment_ended_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='closinghandover',
            constraint=models.UniqueConstraint(fields=('case', 'organisation'), name='one_closing_handover_a_body'),
        ),
        migrations.AddConstraint(
            model_name='closinghandover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreement', 'refused'), ('contact', ''), ('contact_person', ''), ('what', '')), models.Q(models.Q(('agreement', 'refused'), _negated=True), models.Q(('what', ''), _negated=True), models.Q(('contact_person', ''), _negated=True), models.Q(('contact', ''), _negated=True)), _connector='OR'), name='closing_handover_says_all', violation_error_message='Kirjaa, mitä taho jatkaa, kuka siellä ja miten hänet tavoittaa.'),
        ),
        wall("cases_assignment", "case"),
        wall("cases_closinghandover", "case"),
    ]
