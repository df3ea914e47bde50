"""The child's side: Django is set up, then the measuring module is imported and its answer printed as JSON.

`python -m tests.bench.inside MODULE [NUMBER ...]` prints what `MODULE.measure(NUMBER, ...)` returns. Nothing else may
import models at its top and be a program too: they cannot be imported before Django is set up.
"""

import importlib
import json
import sys

import django


def main(module: str, *numbers: str) -> None:
    django.setup()
    print(json.dumps(importlib.import_module(module).measure(*map(int, numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
