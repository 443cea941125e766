"""Which certificates are trusted when documents leave."""

import ssl

from cloud_api.settings import Settings


class CaFileError(OSError):
    """The certificates IT added cannot be read; the message says so."""


def trusted(settings: Settings) -> ssl.SSLContext:
    """Verifies names and certificates against the system's authorities and those IT added.

    Raises CaFileError.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file is not None:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as error:
            raise CaFileError("the file YOULIN_CLOUD_CA_FILE names holds no certificates") from error
    return context
