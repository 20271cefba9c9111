"""The addresses of accounts: pages for people, /auth for programs."""

from django.urls import path

from accounts import api, views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("signup/", views.signup, name="signup"),
    path("logout/", views.logout, name="logout"),
    path("profile/", views.profile, name="profile"),
    path("auth/signup", api.signup),
    path("auth/login", api.login),
    path("auth/signin", api.login),
    path("auth/refresh", api.refresh),
    path("auth/signout", api.signout),
    path("auth/profile", api.profile),
]
