"""How large a file may be that a form sends."""

from __future__ import annotations

import os
from contextlib import suppress
from io import UnsupportedOperation
from typing import Any, override

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.urls import reverse

from accounts.models import User
from debate.limits import FILE_BYTES_MAX

FORM_BYTES = 10_000  # what a form has besides its file


class UploadHandler(MemoryFileUploadHandler):
    """Keeps a file in memory, up to the size that its address takes; larger ones are not kept.

    They are read to their end and dropped. The larger size is for who is signed in.
    """

    @override
    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        super().handle_raw_input(input_data, META, content_length, boundary, encoding)
        if not self.activated and self._may_be_large():
            size = _size(input_data, content_length)
            self.activated = size is not None and size <= FILE_BYTES_MAX + FORM_BYTES

    def _may_be_large(self) -> bool:
        """The form is read before it is known which view is to have it."""
        request = self.request
        return (
            request is not None
            and request.path_info == reverse("import-debate")
            and isinstance(request.user, User)
        )


def _size(input_data: Any, content_length: int | None) -> int | None:
    """How much is sent: as long as it is where that can be seen, else as long as it says."""
    stream = getattr(input_data, "_stream", input_data)
    with suppress(UnsupportedOperation, AttributeError):
        content_length = stream.seek(0, os.SEEK_END)
        stream.seek(0)
    return content_length
