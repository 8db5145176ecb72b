"""Plugs: one file, one well-known name at its end; found by looking, never registered."""

import pkgutil
from importlib import import_module
from typing import TypeVar

P = TypeVar("P")


def find_plugs(package: str, name: str, kind: type[P]) -> tuple[P, ...]:
    """What the modules and packages directly in `package` call `name`, sorted by module name.

    A module without that name is no plug. TypeError when the name holds something else.
    """
    root = import_module(package)
    modules = sorted(found.name for found in pkgutil.iter_modules(root.__path__))
    plugs = (getattr(import_module(f"{package}.{each}"), name, None) for each in modules)
    return tuple(_checked(plug, kind, package) for plug in plugs if plug is not None)


def _checked(plug: object, kind: type[P], package: str) -> P:
    if not isinstance(plug, kind):
        raise TypeError(f"a plug in {package} is {type(plug).__name__}, not {kind.__name__}")
    return plug
