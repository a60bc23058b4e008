"""Users and roles as an administrator keeps them: form keys, a version, a role that ends at once."""

from django.db import migrations, models

from rinnalla.access.walls import MY_UNITS_NOW, MY_UNITS_WITHOUT_ENDED_AT


class Migration(migrations.Migration):
    dependencies = [("access", "0003_walls"), ("organisations", "0002_form_keys")]
    operations = [
        migrations.AddField("user", "form_key", models.UUIDField(editable=False, null=True, unique=True)),
        migrations.AddField("user", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("membership", "form_key", models.UUIDField(editable=False, null=True, unique=True)),
        migrations.AddField("membership", "ended_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunSQL(MY_UNITS_NOW, MY_UNITS_WITHOUT_ENDED_AT),
    ]
