"""What the client was told to expect before the referral (L-89)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_messages'),
        ('organisations', '0002_form_keys'),
        ('referrals', '0013_outside_wall'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='arrival',
            name='sheets',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='arrival',
            name='sheets_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='sheets',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='referral',
            name='sheets_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('sheets_on', None), ('sheets__isnull', False), _connector='OR'), name='sheets_with_day'),
        ),
    ]
