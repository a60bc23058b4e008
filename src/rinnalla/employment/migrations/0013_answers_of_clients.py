"""The client's own answers: questions of an agreement, and what is said of a proposal of work."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models

from rinnalla.access.walls import wall
from rinnalla.employment.matching.sql import SAID
from rinnalla.employment.support.sql import ANSWERED, not_of_helper

TABLES = ("employment_agreementquestion", "employment_matchanswer")

class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_on_behalf'),
        ('employment', '0012_matching'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('words', models.CharField(max_length=600)),
                ('reply', models.CharField(blank=True, max_length=600)),
                ('replied_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='employment.agreementversion')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('words__regex', '\\S')), name='agreement_question_asks'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('reply', '')), models.Q(('replied_at__isnull', False), ('reply__regex', '\\S')), _connector='OR'), name='agreement_reply_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('replied_by__isnull', True)), models.Q(('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='agreement_question_replied_at_pair')],
            },
        ),
        migrations.CreateModel(
            name='MatchAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('answer', models.CharField(choices=[('interested', ''), ('no', ''), ('talk', '')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('seen_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='employment.matchdecision')),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ('interested', 'no', 'talk'))), name='proposal_answer_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at__isnull', True), ('seen_by__isnull', True)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='proposal_answer_seen_at_pair')],
            },
        ),
        *(wall(table, "case") for table in TABLES),
        *(migrations.RunSQL(*not_of_helper(table)) for table in TABLES),
        *(migrations.RunSQL(made, dropped) for made, dropped in (*ANSWERED, SAID)),
    ]
