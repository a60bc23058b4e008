"""When an administrator gave the password: it is renewed at the first sign-in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0005_log_of_case")]
    operations = [
        migrations.AddField("user", "password_given_at", models.DateTimeField(editable=False, null=True)),
    ]
