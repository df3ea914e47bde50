"""Django's passwords and permissions, with one statement for all rights of a person instead of two."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from core.accounts import queries
from core.accounts.models import User


class StaffBackend(ModelBackend):
    """Rights given to the person and to the person's groups, read together and kept for the request."""

    def get_all_permissions(self, user_obj: User, obj: Model | None = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.held_rights is None:
            user_obj.held_rights = set(queries.rights_of(user_obj))
        return user_obj.held_rights
