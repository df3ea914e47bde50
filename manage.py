#!/usr/bin/env python
"""Run Candor's commands; the settings come from the environment (config/env.py)."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Candor did not start. {error}")


if __name__ == "__main__":
    main()
