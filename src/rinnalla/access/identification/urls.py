"""The addresses of identity providers' sign-in. Each is a way in, named one by one (`access.routes`)."""

from django.urls import path

from rinnalla.access.identification import views, views_saml

IDENTIFICATION = [
    path("sign-in/region/", views.choose, name="identification_region"),
    path("sign-in/identification/<slug:provider_key>/", views.begin, name="identification_begin"),
    path("sign-in/identification/<slug:provider_key>/answer/", views.answer, name="identification_answer"),
    path("sign-in/identification/<slug:provider_key>/log-out/", views.log_out, name="identification_log_out"),
    path(
        "sign-in/identification/<slug:provider_key>/assertion/", views_saml.assertion, name="identification_assertion"
    ),
    path("sign-in/identification/<slug:provider_key>/finish/", views_saml.finish, name="identification_finish"),
    path(
        "sign-in/identification/<slug:provider_key>/single-log-out/", views_saml.single_log_out,
        name="identification_single_log_out",
    ),
    path("sign-in/identification/<slug:provider_key>/metadata/", views_saml.metadata, name="identification_metadata"),
    path("sign-out/onward/", views.sign_out_onward, name="sign_out_onward"),
    path("sign-out/done/", views.signed_out, name="signed_out"),
]
