"""How large a file may be that a form sends."""

from typing import Any, override

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler

from accounts.models import User
from debate.limits import FILE_BYTES_MAX

LARGE = "import-debate"  # the name of the address that takes larger files
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
        self.activated = content_length <= self._most()

    def _most(self) -> int:
        request = self.request
        found = request.resolver_match if request else None
        if request and found and found.view_name == LARGE and isinstance(request.user, User):
            return FILE_BYTES_MAX + FORM_BYTES
        return settings.FILE_UPLOAD_MAX_MEMORY_SIZE
