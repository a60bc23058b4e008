"""Addresses of the room."""

from django.urls import path

from rinnalla.network.agreements import views as agreements
from rinnalla.network.development.urls import addresses as development
from rinnalla.network.letters import views as letters

app_name = "network"
_AGREEMENT = "agreements/<uuid:organisationagreement_uuid>/"
_LETTER = "letters/<uuid:letterofintent_uuid>/"
urlpatterns = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.agreement_new, name="agreement_new"),
    path(_AGREEMENT, agreements.agreement, name="agreement"),
    path(_AGREEMENT + "renewal/", agreements.agreement_renew, name="agreement_renew"),
    path(_AGREEMENT + "ending/", agreements.agreement_end, name="agreement_end"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.letter_new, name="letter_new"),
    path(_LETTER, letters.letter, name="letter"),
    path(_LETTER + "follow-ups/new/", letters.follow_up, name="follow_up"),
    path(_LETTER + "ending/", letters.letter_end, name="letter_end"),
    *development,
]
