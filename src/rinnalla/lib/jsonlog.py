"""Log lines as JSON, one a line. No client data: messages hold names of things and codes, never what people wrote."""

import json
import logging
import traceback
from datetime import UTC, datetime

import psycopg


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message; of an exception its kind and where, never its text (it may quote a row)."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() if not record.exc_info else record.msg,
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            if record.exc_info[1] and (why := _of_database(record.exc_info[1])):
                line["database"] = why
            line["where"] = [
                f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in frames[-8:]
            ]
        return json.dumps(line, ensure_ascii=False)


def _of_database(error: BaseException) -> str:
    """What the database said, by its code; of a connection that failed, which has none, the driver's own words."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg.Error):
            return seen.sqlstate or str(seen)
        seen = seen.__cause__
    return ""
