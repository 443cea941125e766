"""What a supervisor may let pass at the dock: goods near their expiry, and goods nobody ordered."""

from collections.abc import Callable
from dataclasses import replace

from station.inbound.commands.desk import Desk
from station.inbound.flow.card_talk import CardTalk
from station.inbound.model.goods import Seen
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import VERDICTS, Verdict
from station.kernel.messages import Message
from station.people.override import Override, OverrideReason, OverrideRequest, OverrideTalk

REASONS = (
    OverrideReason("sold_today", Message("It is sold in time")),
    OverrideReason("label_wrong", Message("The label is wrong")),
    OverrideReason("office_agreed", Message("The office has agreed")),
    OverrideReason("other", Message("Another reason")),
)


class SupervisorTalk:
    """Begins the talks of a dock; the word is kept with the goods in hand and written with their receipt."""

    def __init__(self, desk: Desk, talk: OverrideTalk, card: CardTalk) -> None:
        self._desk = desk
        self._talk = talk
        self._card = card

    def ask_expiry(self, ruling: Ruling, let_pass: Callable[[], None]) -> None:
        """Goods expire too soon: `let_pass` is called once a supervisor took it on."""
        words = Message(VERDICTS[ruling.verdict].words, **ruling.values)

        def granted(word: Override) -> None:
            if self._keep(word):
                let_pass()

        self._talk.begin(OverrideRequest("expiry_let_pass", words, REASONS), granted)

    def ask_unordered(self, seen: Seen, answered: Callable[[Ruling], object]) -> None:
        """Nobody ordered these goods: they are taken in hand once a supervisor took it on."""
        question = Message("Nobody ordered {product}. Take it in?", product=seen.goods.called)

        def granted(word: Override) -> None:
            self._card.take(seen, None)
            self._keep(word)
            answered(Ruling(Verdict.SUPERVISED, {"name": word.supervisor}))

        self._talk.begin(OverrideRequest("unordered_goods", question, REASONS), granted)

    def _keep(self, word: Override) -> bool:
        card = self._desk.card
        if card is not None:
            self._desk.card = replace(card, word=word)
        return card is not None
