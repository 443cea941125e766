"""What tasks of the floor are called."""

from collections.abc import Sequence

from cloud_api.wire.work import Task
from station.kernel.messages import Message

TASK_WORDS = {
    Task.PICKING: Message("Picking"),
    Task.RECEIVING: Message("Receiving"),
    Task.COUNTING: Message("Counting"),
    Task.LOADING: Message("Loading"),
    Task.SLOTTING: Message("Moving goods"),
    Task.CRATES: Message("Crates"),
}


def task_list(tasks: Sequence[Task]) -> Message:
    """Their names in one line; every task where none is named."""
    if not tasks:
        return Message("all tasks")
    first, *others = tasks
    words = TASK_WORDS[first]
    for task in others:
        words = Message("{before} · {next}", before=words, next=TASK_WORDS[task])
    return words
