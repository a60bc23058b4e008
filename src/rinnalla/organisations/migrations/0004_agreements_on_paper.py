"""What stands on the paper of an agreement, who recorded it, and an early end with its reason (I-33)."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0003_names_staff'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='organisationagreement',
            name='agreements_do_not_overlap',
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='concerns',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='ended_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='ended_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='ended_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='form_key',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='kept_in',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='kind',
            field=models.CharField(choices=[('joint_controllers', 'Yhteisrekisterinpito'), ('cooperation', 'Yhteistyö'), ('data_processing', 'Henkilötietojen käsittely toisen lukuun')], default='cooperation', max_length=20),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='noted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='noted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='reminded_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='renews',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewed_by', to='organisations.organisationagreement'),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='signed_by',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='signed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='organisationagreement',
            name='uuid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunSQL(
            'update organisations_organisationagreement set uuid = gen_random_uuid()', migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name='organisationagreement',
            name='uuid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name='organisationagreement',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at__isnull', True)), expressions=[(models.F('organisation'), '='), ('valid', '&&')], name='agreements_do_not_overlap'),
        ),
        migrations.AddConstraint(
            model_name='organisationagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_reason', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ended_reason__regex', '\\S')), _connector='OR'), name='agreement_ended_says_why'),
        ),
        migrations.AddConstraint(
            model_name='organisationagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('noted_at__isnull', True), ('noted_by__isnull', True)), models.Q(('noted_at__isnull', False), ('noted_by__isnull', False)), _connector='OR'), name='agreement_noted_at_pair'),
        ),
    ]
