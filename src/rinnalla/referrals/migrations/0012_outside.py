"""A question to a service without an account, and the links it is answered by. Their wall is in 0013."""

import django.contrib.postgres.fields
import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_form_keys'),
        ('referrals', '0011_declines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='referralstep',
            name='outcome',
            field=models.CharField(choices=[('sent', 'Lähetetty'), ('routed', 'Yksikkö valittu'), ('contacted', 'Asiakkaaseen otettu yhteyttä'), ('asked_more', 'Pyydetty lisätietoja'), ('answered_more', 'Lisätiedot annettu'), ('amended', 'Lähetettä täydennetty'), ('returned', 'Vastausta ei tullut: asia palautui'), ('withdrawn', 'Lähettäjä perui'), ('told', 'Lähettäjälle kerrottu'), ('passed_on', 'Siirretty toiseen yksikköön'), ('declined', 'Ei otettu vastaan'), ('accepted', 'Otettu vastaan'), ('outside_asked', 'Kysytty palvelulta, jolla ei ole tunnuksia'), ('outside_answered', 'Palvelu vastasi'), ('outside_silent', 'Palvelu ei vastannut ajoissa'), ('outside_ended', 'Kysymys palvelulle päättyi')], max_length=20),
        ),
        migrations.CreateModel(
            name='OutsideQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form_key', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(default=rinnalla.lib.dates.now, editable=False)),
                ('organisation', models.CharField(max_length=200)),
                ('organisation_kind', models.CharField(max_length=40)),
                ('address', models.EmailField(max_length=254)),
                ('language', models.CharField(default='fi', max_length=5)),
                ('ground', models.CharField(max_length=60)),
                ('field_groups', models.JSONField(default=list)),
                ('consent_on', models.DateField(null=True)),
                ('consent_mode', models.CharField(blank=True, max_length=10)),
                ('sealed_words', models.BinaryField()),
                ('expires_at', models.DateTimeField()),
                ('silent_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, choices=[('takes', 'Otamme asiakkaan vastaan'), ('needs_more', 'Tarvitsemme lisää tietoa'), ('not_us', 'Emme ole oikea paikka')], max_length=20)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('first_free_on', models.DateField(null=True)),
                ('sealed_answer', models.BinaryField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, choices=[('confirmed', 'Vastaus on käsitelty'), ('not_needed', 'Vastausta ei enää tarvita'), ('consent_withdrawn', 'Asiakas perui lupansa'), ('wrong_address', 'Osoite oli väärä'), ('moved', 'Lähete siirtyi toiseen yksikköön')], max_length=20)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outside_questions', to='referrals.referral')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
        ),
        migrations.CreateModel(
            name='OutsideLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BinaryField(unique=True)),
                ('sent_at', models.DateTimeField(default=rinnalla.lib.dates.now)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('codes_at', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), default=list, size=None)),
                ('code_mac', models.BinaryField(null=True)),
                ('code_until', models.DateTimeField(null=True)),
                ('code_tries', models.PositiveSmallIntegerField(default=0)),
                ('proven_at', models.DateTimeField(null=True)),
                ('proof_hash', models.BinaryField(null=True, unique=True)),
                ('proof_until', models.DateTimeField(null=True)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='referrals.outsidequestion')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='outsidequestion',
            index=models.Index(condition=models.Q(('answered_at__isnull', True), ('ended_at__isnull', True)), fields=['expires_at'], name='outside_unanswered'),
        ),
        migrations.AddConstraint(
            model_name='outsidequestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='outside_question_ended_at_pair'),
        ),
        migrations.AddConstraint(
            model_name='outsidequestion',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('referral',), name='one_outside_question_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='outsidequestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), _negated=True), models.Q(models.Q(('ground', 'consent'), _negated=True), models.Q(('consent_on__isnull', False), models.Q(('consent_mode', ''), _negated=True)), _connector='OR')), name='outside_question_has_ground'),
        ),
        migrations.AddConstraint(
            model_name='outsidequestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('sealed_answer__isnull', True)), models.Q(('answered_at__isnull', False), ('sealed_answer__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='outside_answer_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='outsidequestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'not_us'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='outside_no_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='outsidequestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'takes'), _negated=True), ('first_free_on__isnull', False), _connector='OR'), name='outside_yes_has_a_day'),
        ),
    ]
