"""`./rinnalla COMMAND`: the commands other programs rely on (architecture section 7)."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence

from rinnalla.environment import data_folder, ready
from rinnalla.lib.catalogues import compile_stale
from rinnalla.lib.embedded import ServerError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Faults of use exit with 2 and say what would be right."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rinnalla.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["test"]:
        from rinnalla.testrun import run_tests

        return run_tests(words[1:])
    if words[:1] == ["bench"]:
        from rinnalla.testrun import run_bench

        return run_bench(words[1:])
    options = _parser().parse_args(words)
    compile_stale()
    try:
        return options.run(options)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./rinnalla", description="Rinnalla: work-ability support in one place.")
    parser.add_argument("--data", help="data folder of a trial (default .rinnalla)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = _command(commands, "demo", "a living world on this machine", _demo)
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--data", default=argparse.SUPPRESS, help="data folder (default .rinnalla)")
    demo.add_argument("--size", choices=["small", "region", "nation"], default="small")
    demo.add_argument("--fresh", action="store_true", help="throw the earlier demo world away first")
    demo.add_argument("--no-server", action="store_true", help="make the world and stop")
    _command(commands, "test", "the whole test suite; pytest arguments go through", lambda options: 0)
    _command(commands, "bench", "goals of performance, as ratios within one run", lambda options: 0)
    serve = _command(commands, "serve", "the web server", _serve)
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=2)
    _command(commands, "worker", "the worker of promised and recurring work", _worker)
    _command(commands, "migrate", "bring the database up to date, as its owner", _migrate)
    regions = _command(commands, "regions", "check or load service models", _regions)
    regions.add_argument("act", choices=["check", "load"])
    regions.add_argument("folder", nargs="?")
    regions.add_argument("--publish", action="store_true")
    imports = _command(commands, "import", "read a list in; dry unless --write", _import)
    imports.add_argument("kind", choices=["referrals", "results", "services"])
    imports.add_argument("file", help="a file; for services also an address of the national registry")
    imports.add_argument("--region", required=True)
    imports.add_argument("--user")
    imports.add_argument("--write", action="store_true")
    imports.add_argument("--withdrawn", action="store_true", help="services: the list tells what has been withdrawn")
    _json(imports)
    indicators = _command(commands, "indicators", "every indicator of a region in finished half-years", _indicators)
    indicators.add_argument("--region", required=True)
    indicators.add_argument("--from", dest="since", required=True, help="the first day of a half-year")
    indicators.add_argument("--to", dest="until", required=True, help="the last day of a half-year that is over")
    _json(indicators)
    _json(_command(commands, "rows", "requirement rows and the tests that prove them", _rows))
    _json(_command(commands, "figures", "the published figures, counted from records", _figures))
    _json(_command(commands, "routes", "every route with its permission", _routes))
    _json(_command(commands, "verify-log", "check chains and seals", _verify_log))
    erase = _command(commands, "erase", "erase what the law lets nobody keep any longer, now", _erase)
    erase.add_argument("--after-a-pause", action="store_true", help="the clock is right, the last run is long ago")
    _json(erase)
    _json(_command(commands, "processing", "the record of processing, made of the program", _processing))
    address = _command(commands, "db-url", "address of the database in use", _db_url)
    address.add_argument("--owner", action="store_true")
    token = _command(commands, "token", "a bearer token for the API", _token)
    token.add_argument("--user", required=True)
    token.add_argument("--membership", type=int)
    token.add_argument("--scope", action="append", default=[])
    manage = commands.add_parser("manage", help="Django's own commands")
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)
    return parser


def _command(commands: argparse._SubParsersAction, name: str, text: str, run: Command) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable")


def _with_django(work: Callable[[], int], options: argparse.Namespace) -> int:
    with ready(data_folder(options.data)):
        import django

        django.setup()
        return work()


def _demo(options: argparse.Namespace) -> int:
    from rinnalla.demo import run_demo

    return run_demo(options)


def _figures(options: argparse.Namespace) -> int:
    from rinnalla.demo.published.running import run_figures

    return run_figures(options)


def _serve(options: argparse.Namespace) -> int:
    from rinnalla.serving import serve

    with ready(data_folder(options.data)):
        return serve(host=options.host, port=options.port, workers=options.workers)


def _worker(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.outbox.commands import work as run

        run()
        return 0

    return _with_django(work, options)


def _migrate(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.lib.migrating import migrate

        migrate()
        return 0

    return _with_django(work, options)


def _regions(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.servicemodels.commands import run

        return run(options.act, options.folder, publish=options.publish)

    return _with_django(work, options)


def _import(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.exchange.commands import import_referrals
        from rinnalla.exchange.registry.commands import import_services
        from rinnalla.exchange.results.commands import import_results

        if options.kind == "results":
            return import_results(
                options.file, region=options.region, user=options.user, write=options.write, as_json=options.json
            )
        if options.kind == "services":
            return import_services(
                options.file, region=options.region, user=options.user, write=options.write, as_json=options.json,
                withdrawn=options.withdrawn,
            )
        return import_referrals(
            options.file, region=options.region, user=options.user, write=options.write, as_json=options.json
        )

    return _with_django(work, options)


def _indicators(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.reports.commands import print_indicators

        return print_indicators(region=options.region, since=options.since, until=options.until, as_json=options.json)

    return _with_django(work, options)


def _rows(options: argparse.Namespace) -> int:
    from rinnalla.ledger import print_rows

    return print_rows(as_json=options.json)


def _routes(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.access.routes import all_routes

        print(json.dumps(all_routes(), ensure_ascii=False, indent=1))
        return 0

    return _with_django(work, options)


def _verify_log(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.eventlog.commands import verify_log

        return verify_log(options.json)

    return _with_django(work, options)


def _erase(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.retention.erasing.commands import erase

        return erase(after_a_pause=options.after_a_pause, as_json=options.json)

    return _with_django(work, options)


def _processing(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.retention.processing.commands import print_record

        return print_record(as_json=options.json)

    return _with_django(work, options)


def _db_url(options: argparse.Namespace) -> int:
    with ready(data_folder(options.data)):
        print(os.environ["DATABASE_OWNER_URL" if options.owner else "DATABASE_URL"])
    return 0


def _token(options: argparse.Namespace) -> int:
    def work() -> int:
        from rinnalla.exchange.commands import make_token

        return make_token(user=options.user, membership=options.membership, scopes=options.scope)

    return _with_django(work, options)


def _manage(options: argparse.Namespace) -> int:
    def work() -> int:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["rinnalla manage", *options.rest])
        return 0

    return _with_django(work, options)
