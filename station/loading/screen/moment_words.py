"""What the card of the moment says of a route: how many crates are left, whose van it is, when it leaves."""

from datetime import datetime

from station.kernel.messages import Message
from station.loading.model.view import RouteCard
from station.loading.screen.lateness import lateness
from station.shell.moment_card import Moment


def moment(route: RouteCard, now: datetime) -> Moment:
    """What to say of the chosen route at the moment `now`."""
    head = (Message("Route {route}", route=route.number), route.plate, route.driver)
    if route.departed:
        left = Message("left {time} ({desk})", time=route.departed, desk=route.departed_by)
        return Moment(str(route.on), Message("crates on the road"), head, left)
    if route.stops_waiting:
        under = Message("to load, and {stops} stops not packed", stops=route.stops_waiting)
    else:
        under = Message("to load of {crates}", crates=route.crates)
    tone, late = lateness(route.departs_at, now)
    if late is None:
        end = Message("departs {time}", time=route.departs)
    else:
        end = Message("departs {time}, {late}", time=route.departs, late=late)
    done = not route.left and not route.stops_waiting
    return Moment(str(route.left), under, head, end, tone, done=done)
