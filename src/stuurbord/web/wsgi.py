"""The WSGI application that granian (or any other server) serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stuurbord.web.settings")
application = get_wsgi_application()

from stuurbord.web import ahead  # noqa: E402 - the apps must be loaded first
from stuurbord.web.forecasts import runner  # noqa: E402
from stuurbord.web.jobs import here  # noqa: E402

here.serve()
runner.load_ahead()
ahead.load_ahead()
