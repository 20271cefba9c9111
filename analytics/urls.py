"""Addresses of the pages of figures."""

from django.urls import path

from analytics import views

urlpatterns = [
    path("insights/", views.insights, name="insights"),
    path("insights/market.csv", views.market_csv, name="insights-market-csv"),
    path("insights/listings.csv", views.listings_as_csv, name="insights-listings-csv"),
    path("insights/reports/", views.performance_report_page, name="insights-report"),
]
