"""Users in the admin: found by address, made with a hashed password."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.closing import close_account
from accounts.models import ApiToken, BuyerProfile, RefreshFamily, User
from accounts.sessions import sign_out_everywhere


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
    list_display = ["email", "name", "role", "email_confirmed_at", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["role", "is_active", "is_staff", "date_joined"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    readonly_fields = ["date_joined", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "role"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Times", {"fields": ["date_joined", "last_login", "email_confirmed_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "role", "usable_password", "password1", "password2"]})]
    actions = ["sign_out"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Another address has not been confirmed, unless the administrator says so in the same form."""
        if change and "email" in form.changed_data and "email_confirmed_at" not in form.changed_data:
            obj.email_confirmed_at = None
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """As when they delete it themselves: what they are doing at the moment is stopped first."""
        close_account(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for user in queryset:
            close_account(user)

    @admin.action(description="Sign these people out everywhere")
    def sign_out(self, request: HttpRequest, users: QuerySet) -> None:
        for user in users:
            sign_out_everywhere(user)


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


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """Keys of people's programs: to see, and to revoke. Nobody but their owner ever sees one."""

    list_display = ["user", "name", "scopes", "hint", "created_at", "last_used_at", "expires_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "name"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    @admin.action(description="Revoke these tokens")
    def revoke(self, request: HttpRequest, tokens: QuerySet) -> None:
        tokens.revoke()


@admin.register(BuyerProfile)
class BuyerProfileAdmin(admin.ModelAdmin):
    """What people look for: to read. It is theirs to change."""

    list_display = ["user", "places", "min_price", "max_price", "min_bedrooms", "property_types", "updated_at"]
    list_select_related = ["user"]
    search_fields = ["user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: BuyerProfile | None = None) -> bool:
        return False
