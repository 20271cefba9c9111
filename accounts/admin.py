"""Users in the admin: found by address, made with a hashed password."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import RefreshFamily, User


class UserCreationForm(AdminUserCreationForm):
    """Django's form, for a model without user names."""

    class Meta:
        model = User
        fields = ["email", "name", "role"]
        field_classes = {}  # Django's names a `username` field


class UserForm(UserChangeForm):
    """Django's form, for a model without user names."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserForm
    add_form = UserCreationForm
    list_display = ["email", "name", "role", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["role", "is_active", "is_staff", "date_joined"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    readonly_fields = ["date_joined", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "role"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Times", {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "role", "usable_password", "password1", "password2"]})]


@admin.register(RefreshFamily)
class RefreshFamilyAdmin(admin.ModelAdmin):
    """Log-ins through the API; ending one signs that device out."""

    list_display = ["user", "created_at", "rotated_at", "ended_at"]
    list_filter = ["created_at", "ended_at"]
    search_fields = ["user__email"]
    readonly_fields = ["user", "number", "rotated_at", "created_at", "ended_at"]
    actions = ["end"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Sign these devices out")
    def end(self, request: HttpRequest, families: QuerySet) -> None:
        families.end()
