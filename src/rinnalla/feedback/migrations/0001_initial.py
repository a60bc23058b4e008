"""What clients are asked and what they answer, by name or by nobody."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0010_messages'),
        ('catalogue', '0005_prices'),
        ('organisations', '0002_form_keys'),
        ('plans', '0006_phases'),
        ('services', '0010_pilots'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedbackRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('moment', models.CharField(max_length=20)),
                ('asked_on', models.DateField(default=rinnalla.lib.dates.today)),
                ('expires_on', models.DateField()),
                ('answered_in', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_requests', to='cases.case')),
                ('episode', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='services.serviceepisode')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('phase', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.phase')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('marks', models.JSONField(default=dict)),
                ('words', models.TextField(blank=True)),
                ('publish', models.BooleanField(default=False)),
                ('taken_back_on', models.DateField(null=True)),
                ('picked_on', models.DateField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_answers', to='cases.case')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answer', to='feedback.feedbackrequest')),
            ],
        ),
        migrations.CreateModel(
            name='AnonymousMarks',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('moment', models.CharField(max_length=20)),
                ('marks', models.JSONField()),
                ('card', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.servicecard')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.region')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='feedback_marks_by_month')],
            },
        ),
        migrations.CreateModel(
            name='AnonymousWords',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('words', models.TextField()),
                ('publish', models.BooleanField(default=False)),
                ('receipt', models.BinaryField(null=True, unique=True)),
                ('picked_on', models.DateField(null=True)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.region')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='feedback_words_by_month'), models.CheckConstraint(condition=models.Q(('words__regex', '\\S')), name='feedback_words_say_something'), models.CheckConstraint(condition=models.Q(('picked_on__isnull', True), ('publish', True), _connector='OR'), name='feedback_words_picked_only_with_leave')],
            },
        ),
        migrations.AddIndex(
            model_name='feedbackrequest',
            index=models.Index(fields=['asked_on'], name='feedback_by_day'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('moment__in', ['start', 'end'])), fields=('case', 'moment'), name='feedback_start_and_end_once'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('episode__isnull', False)), fields=('episode',), name='feedback_once_of_a_service'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('phase__isnull', False)), fields=('phase',), name='feedback_once_of_a_phase'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('episode__isnull', False), ('moment', 'service_end'), ('phase__isnull', True)), models.Q(('episode__isnull', True), ('moment', 'phase_end'), ('phase__isnull', False)), models.Q(('episode__isnull', True), ('moment__in', ['start', 'mid', 'end', 'any_time']), ('phase__isnull', True)), _connector='OR'), name='feedback_request_of_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrequest',
            constraint=models.CheckConstraint(condition=models.Q(('answered_in__isnull', True), ('answered_in__day', 1), _connector='OR'), name='feedback_answered_by_month'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.CheckConstraint(condition=models.Q(('publish', False), ('words__regex', '\\S'), _connector='OR'), name='feedback_publishes_words'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.CheckConstraint(condition=models.Q(('picked_on__isnull', True), ('publish', True), _connector='OR'), name='feedback_picked_only_with_leave'),
        ),
        migrations.AddConstraint(
            model_name='feedbackanswer',
            constraint=models.CheckConstraint(condition=models.Q(('taken_back_on__isnull', True), ('publish', False), _connector='OR'), name='feedback_taken_back_is_not_published'),
        ),
    ]
