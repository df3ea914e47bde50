"""Look at data that came from outside, field by field, and remember every fault with its place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.text.translations import Language

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` leads to the place, for instance ("nodes", 3, "next"); `node` is the key of the node there."""

    path: Path
    text: str
    node: str = ""


@dataclass(slots=True)
class Reader:
    """Takes values out of plain data; what doesn't fit becomes a problem and an empty value."""

    problems: list[Problem] = field(default_factory=list)
    node: str = ""

    def fault(self, path: Path, text: str) -> None:
        self.problems.append(Problem(path, text, self.node))

    def mapping(self, value: Any, path: Path, known: Collection[str]) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.fault(path, _("This should be fields with values."))
            return {}
        for name in value:
            if name not in known:
                told = _("There is no field “%(name)s” here. Known: %(known)s.")
                self.fault((*path, str(name)), told % {"name": str(name)[:80], "known": ", ".join(known)})
        return {name: value[name] for name in known if value.get(name) is not None}

    def rows(self, value: Any, path: Path, most: int) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.fault(path, _("This should be a list."))
            return []
        if len(value) > most:
            self.fault(path, _("At most %(most)d are possible.") % {"most": most})
        return list(value[:most])

    def text(self, value: Any, path: Path, longest: int) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(path, _("This should be text."))
            return ""
        if len(value) > longest:
            self.fault(path, _("At most %(most)d characters are possible.") % {"most": longest})
        if "\x00" in value:
            self.fault(path, _("This character can't be kept."))
        return value.replace("\x00", "").strip()

    def name(self, value: Any, path: Path, longest: int = 80) -> str:
        """A word that names something: no spaces, so that a list of them can be typed."""
        text = self.text(value, path, longest)
        if any(letter.isspace() or letter == "," for letter in text):
            self.fault(path, _("A name has no spaces and no commas."))
        return text

    def names(self, value: Any, path: Path, most: int = 20) -> tuple[str, ...]:
        found = [self.name(each, (*path, index)) for index, each in enumerate(self.rows(value, path, most))]
        return tuple(dict.fromkeys(name for name in found if name))

    def texts(self, value: Any, path: Path, longest: int) -> dict[str, str]:
        if value is None:
            return {}
        given = self.mapping(value, path, Language.values)
        found = {language: self.text(text, (*path, language), longest) for language, text in given.items()}
        return {language: text for language, text in found.items() if text}

    def whole(self, value: Any, path: Path, least: int, most: int) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fault(
                path, _("This should be a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
            )
            return None
        return value

    def choice(self, value: Any, path: Path, known: Collection[str]) -> str:
        text = self.text(value, path, 80)
        if text and text not in known:
            self.fault(
                path, _("“%(value)s” is not possible. Known: %(known)s.") % {"value": text, "known": ", ".join(known)}
            )
            return ""
        return text
