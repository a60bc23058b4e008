"""Service panels and reviews of texts without client data; experts by experience beside clients who asked."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models
from rinnalla.access.walls import wall


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0013_consent_versions'),
        ('cases', '0011_consent_papers'),
        ('catalogue', '0005_prices'),
        ('feedback', '0002_wall'),
        ('organisations', '0002_form_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExpertSupport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('by_client', models.BooleanField()),
                ('wish', models.TextField(blank=True)),
                ('named_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expert_supports', to='cases.case')),
                ('expert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.grant')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='ExpertContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('on', models.DateField()),
                ('channel', models.CharField(choices=[('phone', 'Phone'), ('meeting', 'Meeting'), ('video', 'Video'), ('message', 'Message'), ('home', 'Home'), ('letter', 'Letter')], max_length=10)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expert_contacts', to='cases.case')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='feedback.expertsupport')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PanelProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('text', models.TextField()),
                ('answer_by', models.DateField()),
                ('card', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.servicecard')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposalAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('status', models.CharField(choices=[('taken_on', 'Otettu työn alle'), ('done', 'Tehty'), ('not_now', 'Ei nyt')], max_length=10)),
                ('words', models.TextField()),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='feedback.panelproposal')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ServicePanel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('on', models.DateField()),
                ('place', models.CharField(max_length=120)),
                ('topic', models.CharField(max_length=200)),
                ('clients', models.PositiveSmallIntegerField(default=0)),
                ('experts', models.PositiveSmallIntegerField(default=0)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='panelproposal',
            name='panel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='feedback.servicepanel'),
        ),
        migrations.CreateModel(
            name='TextReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('what', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('proposed', models.TextField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('changed', 'Teksti muutettiin ehdotuksen mukaan'), ('partly', 'Osa ehdotuksesta otettiin'), ('kept', 'Teksti jäi ennalleen')], max_length=10)),
                ('outcome_words', models.TextField(blank=True)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExpertReward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('month', models.DateField()),
                ('basis', models.CharField(choices=[('contacts', 'Kerrat'), ('hours', 'Tunnit')], max_length=10)),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=6)),
                ('euros_each', models.DecimalField(decimal_places=2, max_digits=8)),
                ('purpose', models.CharField(max_length=200)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['-month', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('euros_each__gte', 0), ('quantity__gt', 0)), name='expert_reward_is_something'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='expert_reward_by_month'), models.CheckConstraint(condition=models.Q(('purpose__regex', '\\S')), name='expert_reward_says_for_what')],
            },
        ),
        migrations.AddConstraint(
            model_name='expertsupport',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case',), name='one_expert_beside'),
        ),
        migrations.AddConstraint(
            model_name='expertsupport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('named_at__isnull', True), ('named_by__isnull', True)), models.Q(('named_at__isnull', False), ('named_by__isnull', False)), _connector='OR'), name='expert_support_named_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='expertsupport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expert__isnull', True), ('grant__isnull', True), ('named_at__isnull', True), ('unit__isnull', True)), models.Q(('expert__isnull', False), ('grant__isnull', False), ('named_at__isnull', False), ('unit__isnull', False)), _connector='OR'), name='expert_named_whole'),
        ),
        migrations.AddConstraint(
            model_name='proposalanswer',
            constraint=models.CheckConstraint(condition=models.Q(('words__regex', '\\S')), name='panel_answer_says_why'),
        ),
        migrations.AddConstraint(
            model_name='proposalanswer',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['taken_on', 'done', 'not_now'])), name='panel_answer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='servicepanel',
            constraint=models.CheckConstraint(condition=models.Q(('topic__regex', '\\S')), name='panel_has_topic'),
        ),
        migrations.AddConstraint(
            model_name='servicepanel',
            constraint=models.CheckConstraint(condition=models.Q(('clients__gte', 1), ('experts__gte', 1), _connector='OR'), name='panel_was_of_somebody'),
        ),
        migrations.AddConstraint(
            model_name='panelproposal',
            constraint=models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='panel_proposal_says_something'),
        ),
        migrations.AddConstraint(
            model_name='textreview',
            constraint=models.CheckConstraint(condition=models.Q(('proposed__regex', '\\S'), ('what__regex', '\\S')), name='text_review_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='textreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='text_review_settled_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='textreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('outcome_words', ''), ('settled_at__isnull', True)), models.Q(('outcome__in', ['changed', 'partly', 'kept']), ('outcome_words__regex', '\\S'), ('settled_at__isnull', False)), _connector='OR'), name='text_review_settled_with_outcome'),
        ),
        wall("feedback_expertsupport", "case"),
        wall("feedback_expertcontact", "case"),
    ]
