"""Files of a form as they come in: what is too large is read past and not kept, so the words beside it stay."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from feedback.threads.files import LARGEST, MOST


class Quota(FileUploadHandler):
    """Stands before Django's own handlers. `too_large` and `too_many` say what was left out."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large: list[str] = []
        self.count = 0

    @property
    def too_many(self) -> bool:
        return self.count > MOST

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.count += 1
        if self.too_many:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > LARGEST:
            self.too_large.append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def watched(request: HttpRequest) -> Quota:
    """Put a quota on the files of `request`; before anything reads its body."""
    quota = Quota(request)
    request.upload_handlers.insert(0, quota)
    return quota
