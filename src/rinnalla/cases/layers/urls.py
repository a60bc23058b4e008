"""Addresses of the layers of support and of the network."""

from django.urls import path

from rinnalla.cases.layers import views

app_name = "layers"
LAYERS = "cases/<uuid:case_uuid>/layers/"
MATTER = LAYERS + "network/matters/<uuid:matter_uuid>/"
urlpatterns = [
    path("asked/", views.asked, name="asked"),
    path(LAYERS, views.layers, name="layers"),
    path(LAYERS + "move/", views.move, name="move"),
    path(LAYERS + "<uuid:escalation_uuid>/answer/", views.answer, name="answer"),
    path(LAYERS + "<uuid:escalation_uuid>/settlement/", views.settle, name="settle"),
    path(LAYERS + "network/<slug:network_key>/", views.network, name="network"),
    path(MATTER + "advice/", views.advice, name="advice"),
    path(MATTER + "ending/", views.matter_end, name="matter_end"),
]
