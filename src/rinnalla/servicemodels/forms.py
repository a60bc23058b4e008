"""Forms of the versions; those of what a version says are in `editing/`."""

from django import forms

from rinnalla.lib.forms import VersionField


class StartForm(forms.Form):
    """Which version a new draft is a copy of; the one in force when none is named."""

    source = forms.UUIDField(required=False, widget=forms.HiddenInput)


class PublishForm(forms.Form):
    """The version of the draft that was looked at."""

    version = VersionField()
