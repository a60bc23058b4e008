"""Units made by a form: twice sent is once done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [
        migrations.AddField("unit", "form_key", models.UUIDField(editable=False, null=True, unique=True)),
    ]
