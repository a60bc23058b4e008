"""Where a command finds its database and secrets: in the environment, or in the data folder of a trial.

In production everything comes from the environment and nothing is made here. Without DATABASE_URL the embedded server
of the data folder is started, with secrets made once and kept beside it, readable by the owner only.
"""

import base64
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rinnalla.lib.embedded import Cluster, running

DEFAULT_FOLDER = Path(".rinnalla")
ROOT = Path(__file__).resolve().parents[2]


def data_folder(chosen: str | None = None) -> Path:
    """The data folder: the one chosen, else RINNALLA_DATA, else `.rinnalla` in the repository."""
    return Path(chosen or os.environ.get("RINNALLA_DATA") or ROOT / DEFAULT_FOLDER).absolute()


@contextmanager
def ready(folder: Path, *, durable: bool = True) -> Iterator[None]:
    """Environment complete and database running for the length of the block."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with running(folder, durable=durable) as cluster:
        use(cluster, folder)
        yield


def use(cluster: Cluster, folder: Path, database: str = "rinnalla") -> None:
    """Fill in what the environment lacks, for a trial on this machine."""
    os.environ["DATABASE_URL"] = cluster.url("rinnalla_app", database)
    os.environ["DATABASE_OWNER_URL"] = cluster.url("rinnalla_owner", database)
    for name, value in trial_secrets(folder).items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("RINNALLA_DEMO", "1")
    os.environ.setdefault("RINNALLA_SEAL_DIR", str(folder / "seals"))
    os.environ.setdefault("RINNALLA_ALLOWED_HOSTS", "localhost,127.0.0.1")


def trial_secrets(folder: Path) -> dict[str, str]:
    """The secrets of a trial: made at the first start, never in the repository."""
    path = folder / "secrets.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = {
            "RINNALLA_SECRET_KEY": secrets.token_urlsafe(48),
            "RINNALLA_HETU_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "RINNALLA_HETU_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(made), encoding="utf-8")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return json.loads(path.read_text(encoding="utf-8"))
