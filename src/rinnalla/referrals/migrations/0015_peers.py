"""Coordinators discuss cases without identity: nothing here leads to a client (L-33)."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_form_keys'),
        ('referrals', '0014_sheets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeerQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('subject', models.CharField(max_length=120)),
                ('question', models.TextField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('learnt', models.TextField(blank=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.region')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='PeerAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('text', models.TextField()),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='referrals.peerquestion')),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='peerquestion',
            index=models.Index(fields=['region', '-made_at'], name='peer_newest'),
        ),
        migrations.AddConstraint(
            model_name='peerquestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='peer_question_closed_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='peerquestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('question', ''), _negated=True)), name='peer_question_has_both'),
        ),
        migrations.AddConstraint(
            model_name='peerquestion',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('learnt', ''), _negated=True), _connector='OR'), name='peer_closed_with_learnt'),
        ),
        migrations.AddConstraint(
            model_name='peeranswer',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='peer_answer_has_text'),
        ),
    ]
