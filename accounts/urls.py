"""The addresses of accounts: pages for people, /auth for programs."""

from django.urls import path

from accounts import api

urlpatterns = [
    path("auth/signup", api.signup),
    path("auth/login", api.login),
    path("auth/signin", api.login),
    path("auth/refresh", api.refresh),
    path("auth/signout", api.signout),
    path("auth/profile", api.profile),
]
