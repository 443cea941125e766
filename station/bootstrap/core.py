"""The station without its window: records, sync, printing, scanners and flows, wired together."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from hardware.codes import ScannedCode, read_code
from hardware.labels import Label
from hardware.protocols import LabelPrinter, RasterLabel, Scanner
from station.bootstrap.front import Front
from station.bootstrap.identity import Identity, TokenStore, load_identity, save_identity
from station.bootstrap.threads import Workers
from station.bootstrap.workplace import Workplace
from station.kernel.clock import Clock, CorrectedClock
from station.kernel.ids import StationId
from station.kernel.messages import Message, Texts
from station.kernel.scan import Scan
from station.kernel.settings import Settings
from station.kernel.trouble import Trouble
from station.people.badges import BadgeAnswer, find_badge
from station.picking.commands.desk import Picker
from station.picking.flow import PickingFlow
from station.picking.model.view import PickingView, Step
from station.storage.database import Records
from station.sync.client import CloudClient

DATABASE_FILE = "station.db"
