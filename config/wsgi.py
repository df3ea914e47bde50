import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from config import memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

# By name, for only now that Django is set up may its models be imported.
application = import_module("incidents.statuspages.watch").front(django_application)
memory.keep_connections()
memory.take_turns()
memory.settle()
