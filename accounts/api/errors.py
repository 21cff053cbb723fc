"""What a program can do wrong before its request reaches a resource."""

from http import HTTPStatus

from rest_framework.exceptions import APIException


class BodyTooLarge(APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"


class IfMatchNeeded(APIException):
    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "if_match_needed"


class KeyUsedOtherwise(APIException):
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "key_used_otherwise"
