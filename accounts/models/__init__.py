"""The tables of people."""

from accounts.models.kept_answer import KeptAnswer
from accounts.models.rate import Rate
from accounts.models.recovery_code import RecoveryCode
from accounts.models.token import Token
from accounts.models.user import User

__all__ = ["KeptAnswer", "Rate", "RecoveryCode", "Token", "User"]
