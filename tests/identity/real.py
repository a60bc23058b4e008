"""The package oidc-provider as a server of its own, fetched once to a cache folder and ended by whoever started it."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from joserfc.jwk import RSAKey

from rinnalla.environment import ROOT
from tests.identity.evil import CLIENT, CODE, STRONG, WEAK
from tests.identity.keys import pair

HERE = Path(__file__).parent / "node"
CACHE = ROOT / ".rinnalla-test" / "node-oidc"


def fetched() -> Path:
    """The folder with the server and its package; the package is fetched at the first time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "provider.mjs"):
        shutil.copyfile(HERE / name, CACHE / name)
    if not (CACHE / "node_modules" / "oidc-provider").exists():
        words = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(CACHE)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    return CACHE


def client(address: str, **options: Any) -> dict[str, Any]:
    """How the provider knows us."""
    key = {**RSAKey.import_key(pair("client").key).as_dict(private=False), "kid": "client-1", "use": "sig"}
    return {
        "client_id": CLIENT, "redirect_uris": [f"{address}/sign-in/identification/koe/answer/"],
        "token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [key]},
        "post_logout_redirect_uris": [f"{address}/sign-out/done/"], **options,
    }  # fmt: skip


@contextmanager
def real_provider(
    people: dict[str, str], who: str, clients: list[dict], *, weak: bool = False
) -> Iterator[str]:
    """The issuer's address of a provider that signs `who` in."""
    key = RSAKey.import_key(pair("provider").key).as_dict(private=True)
    key |= {"kid": "key-1", "use": "sig", "alg": "RS256"}
    told = {
        "people": people, "who": who, "clients": clients, "keys": [key], "code": CODE, "levels": [STRONG, WEAK],
        "acr": WEAK if weak else STRONG,
    }  # fmt: skip
    process = subprocess.Popen(
        ["node", "provider.mjs"], cwd=fetched(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin and process.stdout
    try:
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        issuer = ""
        while line := process.stdout.readline():
            if line.startswith("http"):
                issuer = line.strip()
                break
        assert issuer, "the provider did not start"
        yield issuer
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
