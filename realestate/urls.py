"""Which app answers which address. The raw ASGI routes are in `asgi.py`."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from realestate import rest, views
from realestate.health import health
from realestate.metrics import metrics

urlpatterns = [
    path("health", health),
    path("metrics", metrics),
    path("admin/", admin.site.urls),
    path("profile/approvals/", views.approval_list, name="approvals"),
    path("profile/approvals/<uuid:approval_id>/", views.approval_page, name="approval"),
    path("profile/notifications/", views.notification_list, name="notifications"),
    path("mail/stop/", views.mail_stop, name="mail-stop"),
    path("mail/stop/<str:token>/", views.mail_stop, name="mail-stop-link"),
    path("approvals/", rest.approval_list),
    path("approvals/<uuid:approval_id>", rest.approval, name="decide-approval"),
    path("api/schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny]), name="schema"),
    path("api/docs/", rest.Docs.as_view(permission_classes=[AllowAny], url_name="schema"), name="docs"),
    path("api/tools/", rest.tools),
    path("api/tools/<str:name>", rest.call_tool),
    path("", include("accounts.urls")),
    path("", include("listings.urls")),
    path("", include("analytics.urls")),
    path("", include("agent.urls")),
]

handler404 = "realestate.rest.not_found"
