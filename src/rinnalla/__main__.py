"""`python -m rinnalla`: the same as `./rinnalla`."""

import sys

from rinnalla.cli import main

sys.exit(main())
