"""Addresses of the editor. `place` is the way to a part: a section, then keys and lists by turns."""

from django.urls import path

from rinnalla.servicemodels.editing import views

app_name = "editing"
urlpatterns = [
    path("models/<uuid:model_uuid>/draft/", views.front, name="front"),
    path("models/<uuid:model_uuid>/draft/parts/<path:place>/", views.part, name="part"),
    path("models/<uuid:model_uuid>/draft/additions/<path:place>/", views.addition, name="addition"),
    path("models/<uuid:model_uuid>/draft/order/<path:place>/", views.order, name="order"),
    path("models/<uuid:model_uuid>/draft/removals/<path:place>/", views.removal, name="removal"),
    path("models/<uuid:model_uuid>/draft/texts/<str:section>/", views.text, name="text"),
]
