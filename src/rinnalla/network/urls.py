"""Addresses of the room."""

from django.urls import path

from rinnalla.network.agreements import views as agreements
from rinnalla.network.communications.urls import urlpatterns as communications
from rinnalla.network.development.urls import addresses as development
from rinnalla.network.learning.urls import urlpatterns as learning
from rinnalla.network.letters import views as letters
from rinnalla.network.materials.urls import urlpatterns as materials
from rinnalla.network.purchased import views as purchased
from rinnalla.network.purchased import views_clients as clients
from rinnalla.network.purchased import views_money as money

app_name = "network"
_AGREEMENT = "agreements/<uuid:organisationagreement_uuid>/"
_LETTER = "letters/<uuid:letterofintent_uuid>/"
_CONTRACT = "purchased/contracts/<uuid:contract_uuid>/"
_TENDER = "purchased/tenders/<uuid:procurement_uuid>/"
_MONEY = "purchased/appropriations/<uuid:appropriation_uuid>/"
_PLACED = "cases/<uuid:case_uuid>/purchased/"
_ONE = _PLACED + "<uuid:placement_uuid>/"
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
    path("purchased/", purchased.contracts, name="purchased"),
    path("purchased/contracts/new/", purchased.contract_new, name="contract_new"),
    path(_CONTRACT, purchased.contract, name="contract"),
    path(_CONTRACT + "ending/", purchased.contract_end, name="contract_end"),
    path(_CONTRACT + "lots/new/", purchased.lot_new, name="lot_new"),
    path(_CONTRACT + "prices/new/", purchased.price_new, name="price_new"),
    path(_CONTRACT + "bonus-rules/new/", purchased.bonus_rule_new, name="bonus_rule_new"),
    path(_CONTRACT + "forecasts/new/", purchased.forecast_new, name="forecast_new"),
    path(_CONTRACT + "reports/new/", purchased.report_new, name="report_new"),
    path("purchased/tenders/", purchased.procurements, name="procurements"),
    path("purchased/tenders/new/", purchased.procurement_new, name="procurement_new"),
    path(_TENDER, purchased.procurement, name="procurement"),
    path(_TENDER + "stages/new/", purchased.stage_new, name="stage_new"),
    path("purchased/appropriations/", money.appropriations, name="appropriations"),
    path("purchased/appropriations/new/", money.appropriation_new, name="appropriation_new"),
    path(_MONEY, money.appropriation, name="appropriation"),
    path(_MONEY + "lines/new/", money.cost_new, name="cost_new"),
    path(_MONEY + "lines/<uuid:costline_uuid>/withdrawal/", money.cost_withdrawal, name="cost_withdrawal"),
    path("purchased/figures/", money.numbers, name="purchased_figures"),
    path("purchased/clients/", clients.clients, name="provider_clients"),
    path(_PLACED, clients.of_case, name="of_case"),
    path(_PLACED + "new/", clients.place, name="place"),
    path(_ONE + "sheet/", clients.sheet, name="sheet"),
    path(_ONE + "ending/", clients.ending, name="placement_end"),
    path(_ONE + "diagnosis/", clients.diagnosis, name="diagnosis"),
    path(_ONE + "bonus/proposal/", clients.bonus_proposal, name="bonus_proposal"),
    path(_ONE + "bonus/decision/", clients.bonus_decision, name="bonus_decision"),
    *materials,
    *learning,
    *communications,
    *development,
]
