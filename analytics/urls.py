"""Addresses of the pages of figures."""

from django.urls import path

from analytics import views

urlpatterns = [
    path("insights/reports/", views.performance_report_page, name="insights-report"),
]
