"""A process that sends what is due in a database, to be killed by a test: python -m … SETTINGS-AS-JSON."""

import sys

from cloud_api.deliveries.sending import send_due
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.engine import open_engine
from tests.cloud_api.deliveries_kit import files

if __name__ == "__main__":
    settings = Settings.model_validate_json(sys.argv[1])
    send_due(open_engine(settings.database), settings, system_clock, files)
