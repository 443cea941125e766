"""Which jobs wait for each other: a mail server that hangs must not hold up tonight's documents."""

from dataclasses import dataclass

from cloud_api.storage.hooks import Job


@dataclass(frozen=True)
class Queue:
    """Jobs of one kind of work; so many run at once in one worker."""

    name: str
    at_once: int


POLLED_EVERY_S = 0.5
"""How long a job waits at most when a worker is free; each worker looks so often."""
PAPERS = Queue("youlin-papers", 2)
"""Work for the processor: documents, slips, imports."""
SENDING = Queue("youlin-sending", 4)
"""Work that waits for others: mail servers and webhooks."""
QUEUES = (PAPERS, SENDING)


def queue_of(job: Job) -> Queue:
    """Where a job waits."""
    return SENDING if job in (Job.DELIVER, Job.REPLAY) else PAPERS
