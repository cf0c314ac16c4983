"""Test settings for filling the template database itself."""

import os

from osc.config.database import database_from_url
from osc.config.settings.test import *  # noqa: F403 - settings inherit

DATABASES = {"default": database_from_url(os.environ["DATABASE_URL"])}
