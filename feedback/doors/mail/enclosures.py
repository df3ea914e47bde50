"""Files that came with a mail: those we take are kept, the others are named to whoever reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from feedback.doors.mail.letter import File
from feedback.threads import files
from feedback.threads.files import Kept, Unwelcome


@dataclass(frozen=True, slots=True)
class Enclosed:
    kept: tuple[Kept, ...] = ()
    left_out: tuple[str, ...] = ()


class Part(BytesIO):
    """A part of a mail, dressed as the file of a form."""

    def __init__(self, file: File) -> None:
        super().__init__(file.data)
        self.name, self.size = file.name, len(file.data)


@contextmanager
def kept(given: Sequence[File]) -> Iterator[Enclosed]:
    """Write down what we take of `given`; taken away again when what follows does not succeed."""
    taken: list[Kept] = []
    left_out: list[str] = []
    for file in given:
        try:
            if len(taken) == files.MOST:
                raise Unwelcome
            taken.append(files.keep(Part(file)))
        except Unwelcome:
            left_out.append(file.name)
    try:
        yield Enclosed(tuple(taken), tuple(left_out))
    except BaseException:
        files.remove({each.key for each in taken})
        raise
