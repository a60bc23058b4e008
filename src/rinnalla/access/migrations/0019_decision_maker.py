"""The role of who decides: figures of the region and nothing else (L-05)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('access', '0018_provider_worker')]

    operations = [
        migrations.RemoveConstraint(model_name='membership', name='membership_role_known'),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('responsible_worker', 'Asiakasvastaava'), ('coordinator', 'Työkykykoordinaattori'), ('job_coach', 'Työhönvalmentaja'), ('doctor', 'Lääkäri'), ('nurse', 'Sairaanhoitaja'), ('social_worker', 'Sosiaalityöntekijä'), ('employment_expert', 'Työllisyysasiantuntija'), ('kela_expert', 'Kelan työkykyneuvoja'), ('experience_expert', 'Kokemusasiantuntija'), ('employer_coordinator', 'Työnantajakoordinaattori'), ('provider_worker', 'Palveluntuottajan työntekijä'), ('manager', 'Esihenkilö'), ('decision_maker', 'Päättäjä'), ('organisation_admin', 'Organisaation pääkäyttäjä'), ('data_protection_officer', 'Tietosuojavastaava'), ('system_admin', 'Järjestelmän ylläpitäjä')], max_length=40),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['coordinator', 'data_protection_officer', 'decision_maker', 'doctor', 'employer_coordinator', 'employment_expert', 'experience_expert', 'job_coach', 'kela_expert', 'manager', 'nurse', 'organisation_admin', 'provider_worker', 'responsible_worker', 'social_worker', 'system_admin'])), name='membership_role_known'),
        ),
    ]
