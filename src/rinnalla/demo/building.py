"""Making the world of a demo: the regions loaded, then each filled by a process of its own, then the accounts."""

import hashlib
import json
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def build(folder: Path, size: str) -> None:
    """Bring the database up to date and make the world where it is not there. Needs Django set up."""
    _migrate_if_needed(folder)
    if is_whole(folder):
        return
    began = time.monotonic()
    _load_regions()
    from django.conf import settings
    from django.db import connections

    from rinnalla.servicemodels.loading import load_all

    # The one with most stories takes longest and goes first.
    _common, regions = load_all(settings.REGIONS_DIR)
    keys = sorted(regions, key=lambda key: -len(regions[key].demo.stories))
    connections.close_all()
    _fill(keys, size)
    _finish(folder, size, time.monotonic() - began)


def is_whole(folder: Path) -> bool:
    """Whether the world was made to its end; one that was cut off in the middle is not gone on with."""
    return _marker(folder).exists()


def forget_marks(folder: Path) -> None:
    """The world is to be made anew."""
    for path in (_marker(folder), _migrated(folder), folder / "accounts.json"):
        path.unlink(missing_ok=True)


def _marker(folder: Path) -> Path:
    return folder / "demo-world.json"


def _migrated(folder: Path) -> Path:
    return folder / "migrated"


def _migrate_if_needed(folder: Path) -> None:
    """Migrations take seconds even when there is nothing to do; the files' own hash tells it at once."""
    digest = hashlib.sha256()
    for file in [*sorted(ROOT.glob("src/rinnalla/*/migrations/*.py")), ROOT / "requirements.lock"]:
        digest.update(file.name.encode() + file.read_bytes())
    key = digest.hexdigest()
    if _migrated(folder).exists() and _migrated(folder).read_text(encoding="utf-8") == key:
        return
    from rinnalla.lib.migrating import migrate

    print("Preparing the database …", flush=True)
    migrate(verbosity=0)
    _migrated(folder).write_text(key, encoding="utf-8")


def _load_regions() -> None:
    from rinnalla.servicemodels.commands import run

    if run("load", None, publish=True):
        raise SystemExit("The service models have faults; the list is above. Mend the files and start again.")


def _fill(keys: list[str], size: str) -> None:
    """Each region in a process of its own, as many at a time as there are cores."""
    print(f"Making an invented population for {len(keys)} regions …", flush=True)
    # Nothing here is anybody's only copy: a power cut means starting again, so commits need not wait for the disk.
    before = os.environ.get("PGOPTIONS")
    os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
    try:
        workers = min(len(keys), os.cpu_count() or 1)
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            try:
                for done in as_completed([pool.submit(_fill_one, key, size) for key in keys]):
                    print("  {}: {:.0f} s".format(*done.result()), flush=True)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in multiprocessing.active_children():
                    process.terminate()
                raise
    finally:
        os.environ.pop("PGOPTIONS")
        if before is not None:
            os.environ["PGOPTIONS"] = before


def _fill_one(key: str, size: str) -> tuple[str, float]:
    import django

    django.setup()
    began = time.monotonic()
    fill_region(key, size)
    return key, time.monotonic() - began


def fill_region(key: str, size: str = "small", *, seed: str = "rinnalla", with_story: bool = True) -> None:
    """Sign up the staff of a loaded region and let its people live."""
    from django.conf import settings
    from django.utils import translation

    from rinnalla.demo.population import SIZES, populate
    from rinnalla.demo.world import build_world
    from rinnalla.lib import dates
    from rinnalla.servicemodels.loading import load_common, load_region

    definition = load_region(settings.REGIONS_DIR / key, load_common(settings.REGIONS_DIR / "common"))
    with translation.override("fi"):
        world = build_world(definition, today=dates.today(), seed=seed)
        populate(world, SIZES[size], with_story=with_story)


def _finish(folder: Path, size: str, seconds: float) -> None:
    from django.conf import settings
    from django.db import connections

    from rinnalla.eventlog.seals import seal
    from rinnalla.reports.unused.counting import count_finished

    Path(settings.SEAL_DIR).mkdir(parents=True, exist_ok=True)
    while seal() is not None:
        pass
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    count_finished()  # the years that were over before the first night
    print(f"The world is ready: {seconds:.0f} s.", flush=True)
    made = {"size": size, "seconds": round(seconds, 1)}
    _marker(folder).write_text(json.dumps(made), encoding="utf-8")
