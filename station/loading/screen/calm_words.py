"""What the dock says without a route in hand: what to do next, or that there is nothing to do."""

from station.kernel.messages import Message
from station.loading.model.view import Step

HOW = {
    Step.NO_ROUTES: Message("Dispatch plans them. They appear here by themselves"),
    Step.ALL_DEPARTED: Message("Nothing more to load. New routes appear here by themselves"),
    Step.CHOOSE: Message("or touch a route on the left (↑ ↓)"),
}
STARTING = Message("Reading tonight's routes…")
