"""Drafts that people write: a public id, a version against lost edits, what the draft began from, one open at a time.

The public ids of rows there are come from the column's default: an update would be refused for published ones.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("servicemodels", "0002_immutable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            """alter table servicemodels_servicemodel add column uuid uuid not null unique default gen_random_uuid();
            alter table servicemodels_servicemodel alter column uuid drop default;""",
            "alter table servicemodels_servicemodel drop column uuid;",
            state_operations=[
                migrations.AddField(
                    model_name="servicemodel",
                    name="uuid",
                    field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                )
            ],
        ),
        migrations.AddField(
            model_name="servicemodel",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="servicemodel",
            name="began_from",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="servicemodels.servicemodel"
            ),
        ),
        migrations.AddField(
            model_name="servicemodel",
            name="saved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="servicemodel",
            name="saved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="servicemodel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)), fields=("region",), name="one_open_draft_a_region"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicemodel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                    models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                    _connector="OR",
                ),
                name="model_saved_at_pair",
            ),
        ),
    ]
