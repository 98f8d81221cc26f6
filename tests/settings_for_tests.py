"""The product's own settings, with data of its own, a day that stands still and quick passwords."""

import atexit
import os
import shutil
import tempfile

if "STUURBORD_HOME" not in os.environ:
    os.environ["STUURBORD_HOME"] = tempfile.mkdtemp(prefix="stuurbord-tests-")
    atexit.register(shutil.rmtree, os.environ["STUURBORD_HOME"], ignore_errors=True)
os.environ.setdefault("STUURBORD_TODAY", "2026-11-25")

from stuurbord.web.settings import *  # noqa: F403 - the lines above must come first

INSTALLED_APPS = [*INSTALLED_APPS, "sample_register"]  # noqa: F405
STUURBORD_JOBS = "at_once"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: the write-ahead log and its locks are part of what is tested.
    DATABASES["default"]["TEST"] = {"NAME": f"{HOME}/test.sqlite3"}  # noqa: F405
