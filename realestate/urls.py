"""Which app answers which address. The raw ASGI routes are in `asgi.py`."""

from django.contrib import admin
from django.urls import include, path

from realestate.health import health

urlpatterns = [
    path("health", health),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("listings.urls")),
    path("", include("analytics.urls")),
    path("", include("agent.urls")),
]
