"""Letters of intent are of the room `network` now: an association's and an employer's alike."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("employers", "0004_wall"), ("network", "0003_letters_of_employers")]
    operations = [migrations.DeleteModel("LetterOfIntent")]
