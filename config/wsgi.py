import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

# Only now that Django is set up may its models be imported.
from incidents.statuspages import watch  # noqa: E402

application = watch.front(django_application)
