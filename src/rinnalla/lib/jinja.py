"""The template environment: Jinja2 with gettext, our dates and cheap addresses. Undefined names are errors."""

from typing import Any
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from rinnalla.lib import dates, spoken
from rinnalla.lib.texts import in_language


def environment(**options: Any) -> Environment:
    """Made once by Django's Jinja2 backend."""
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    environment = Environment(  # noqa: S701  # autoescape is set in the options above
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    environment.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)
    environment.globals.update(
        static=staticfiles_storage.url, url=address, has_url=has_address, has_case_url=has_case_address
    )
    environment.filters.update(
        d=dates.d,
        dshort=dates.dshort,
        t=dates.t,
        dt=dates.dt,
        weekday=dates.weekday,
        days_since=dates.days_since,
        names=in_language,
        on_day=spoken.on_day,
        at_time=spoken.at_time,
        long_day=spoken.long_day,
        said=spoken.said,
    )
    return environment


def address(name: str, **arguments: Any) -> str:
    """The address of a named page."""
    return reverse(name, kwargs=arguments or None)


def has_address(name: str) -> bool:
    """Whether a page without arguments is there: a menu draws only what can be opened."""
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def has_case_address(name: str) -> bool:
    """Whether a page of a case is there."""
    try:
        reverse(name, kwargs={"case_uuid": UUID(int=0)})
    except NoReverseMatch:
        return False
    return True
