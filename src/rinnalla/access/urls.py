"""Sign-in, session and health. Sign-in's own pages are allauth's views under our addresses (ALLAUTH names them)."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from rinnalla.access import views, views_absences, views_password, views_units, views_users
from rinnalla.access.identification import providers
from rinnalla.access.identification.urls import IDENTIFICATION

# Outside `@allow`: the way in. Named here one by one; nothing else of allauth has an address.
ALLAUTH = [
    path("sign-in/", account.LoginView.as_view(extra_context={"ways": providers.every}), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/factors/", mfa.index, name="mfa_index"),
    path("sign-in/authenticator/new/", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/authenticator/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sign-in/key/new/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("sign-in/key/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("sign-in/key/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("sign-in/key/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

urlpatterns = [
    *ALLAUTH,
    *IDENTIFICATION,
    path("unit/", views.memberships, name="memberships"),
    path("unit/choice/", views.choose_membership, name="choose_membership"),
    path("drafts/", views.keep_draft, name="keep_draft"),
    path("password/", views_password.password, name="password"),
    path("session/continue/", views.continue_session, name="continue_session"),
    path("language/", views.set_language, name="set_language"),
    path("users/", views_users.users, name="users"),
    path("users/new/", views_users.user_new, name="user_new"),
    path("users/<uuid:user_uuid>/", views_users.user, name="user"),
    path("users/<uuid:user_uuid>/password/", views_users.user_password, name="user_password"),
    path("users/<uuid:user_uuid>/closure/", views_users.user_close, name="user_close"),
    path("users/<uuid:user_uuid>/roles/new/", views_users.membership_new, name="membership_new"),
    path("users/<uuid:user_uuid>/roles/<uuid:membership_uuid>/end/", views_users.membership_end, name="membership_end"),
    path("units/", views_units.units, name="units"),
    path("units/new/", views_units.unit_new, name="unit_new"),
    path("units/<uuid:unit_uuid>/", views_units.unit, name="unit"),
    path("units/<uuid:unit_uuid>/closure/", views_units.unit_close, name="unit_close"),
    path("absences/", views_absences.absences, name="absences"),
    path("absences/new/", views_absences.absence_new, name="absence_new"),
    path("absences/<uuid:absence_uuid>/", views_absences.absence, name="absence"),
    path("absences/<uuid:absence_uuid>/ending/", views_absences.absence_end, name="absence_end"),
    path("health/live", views.live, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
]
