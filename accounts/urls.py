"""The addresses of accounts: pages for people, /auth for programs."""

from django.urls import path

from accounts import api
from accounts.views import confirming, consent, entrance, my_data, passwords, profile, tokens

urlpatterns = [
    path("login/", entrance.login, name="login"),
    path("signup/", entrance.signup, name="signup"),
    path("logout/", entrance.logout, name="logout"),
    path("password-reset/", passwords.reset, name="password-reset"),
    path("password-reset/sent/", passwords.reset_sent, name="password-reset-sent"),
    path(
        "password-reset/<str:uidb64>/<str:token>/",
        passwords.ChooseNewPassword.as_view(),
        name="password-reset-confirm",
    ),
    path("confirm-email/<str:token>/", confirming.confirm_email, name="confirm-email"),
    path("profile/", profile.profile, name="profile"),
    path("profile/preferences/", profile.preferences, name="preferences"),
    path("profile/password/", profile.password, name="password"),
    path("profile/confirmation/", profile.confirmation, name="confirmation"),
    path("profile/sign-out-everywhere/", profile.sign_out, name="sign-out-everywhere"),
    path("profile/tokens/", tokens.tokens, name="tokens"),
    path("profile/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke-token"),
    path("oauth/consent/<str:asking>/", consent.consent, name="oauth-consent"),
    path("profile/delete/", my_data.delete, name="delete-account"),
    path("auth/signup", api.signup),
    path("auth/login", api.login),
    path("auth/signin", api.login),
    path("auth/refresh", api.refresh),
    path("auth/signout", api.signout),
    path("auth/profile", api.profile),
    path("auth/export", api.export_my_data, name="export"),
    path("auth/account", api.account),
]
