"""Find what the slices of an app bring along, once the models exist."""

from importlib import import_module
from pkgutil import iter_modules

AT_START = ("receivers", "panels")


def wake(app: str, names: tuple[str, ...] = AT_START) -> None:
    """Import `app.slice.name` wherever there is one: receivers and panels register themselves when imported."""
    for part in iter_modules(import_module(app).__path__, prefix=f"{app}."):
        if part.ispkg:
            inside = {module.name for module in iter_modules(import_module(part.name).__path__)}
            for name in names:
                if name in inside:
                    import_module(f"{part.name}.{name}")
