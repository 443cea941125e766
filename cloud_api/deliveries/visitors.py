"""Tells people from the machines that open links in mails before them."""

import re
from collections.abc import Mapping

_MACHINES = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|safelinks|barracuda|proofpoint|mimecast|fireeye|symantec|"
    r"trendmicro|googleimageproxy|headlesschrome|phantomjs|curl/|wget/|python|java/|go-http-client|okhttp|"
    r"libwww|^$",
    re.IGNORECASE,
)
_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")


def is_person(headers: Mapping[str, str]) -> bool:
    """Whether a request looks like a person's: no known machine, and not fetched ahead of a look.

    It errs to the side of no: a document that somebody saw is then confirmed or downloaded later, one that
    only a mail scanner saw must not count as opened.
    """
    ahead = any(word in headers.get(name, "").lower() for name in _AHEAD for word in ("prefetch", "preview"))
    return not ahead and _MACHINES.search(headers.get("user-agent", "")) is None
