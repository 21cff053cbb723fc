"""The tables of people."""

from accounts.models.rate import Rate
from accounts.models.recovery_code import RecoveryCode
from accounts.models.token import Token
from accounts.models.user import User

__all__ = ["Rate", "RecoveryCode", "Token", "User"]
