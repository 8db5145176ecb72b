"""Of several services the one that was meant: called just that, spoken of, or not taken back."""

from collections.abc import Sequence

from bot.understanding.canonical import Said
from bot.understanding.naming import Naming
from bot.understanding.taken_back import may_take_back, meant_of
from bot.understanding.text import plain
from bot.understanding.weighing import EXPLAINS, ServiceRead

# With no more beside it a word is all that was said.
NO_MORE = frozenset(
    ("", "办", "办理", "办个", "问", "要办", "来办", "弄", "搞", "关于", "业务", "的事", "事情")
)
_ALIKE = 3  # characters with which names that are alike begin
_CLEARLY = 0.5  # of the rarest gram's weight: with less no service was named


class Narrowing(Naming, frozen=True):
    """Chooses among services."""

    def narrow(self, text: str, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the offered `names` that a message speaks of; none when it speaks of none."""
        unions = self.ears.words.unions(self.said(plain(text)).either)
        shared = {name: unions.get(self.names.index(name), 0.0) for name in names}
        most = max(shared.values(), default=0.0)
        return tuple(name for name in names if most and shared[name] * EXPLAINS >= most)

    def paired(self, text: str, names: Sequence[str]) -> tuple[str, ...]:
        """Those that share more with the message than single characters (补办的, not 晚一点)."""
        known, said = self.ears.words.grams, self.said(plain(text)).either
        held = [known[gram].owners for gram in said if len(gram) > 1 and gram in known]
        spoken_of = self.narrow(text, names)
        return tuple(
            name for name in spoken_of if any(self.names.index(name) in owners for owners in held)
        )

    def whole(self, said: Said, but: str | None) -> str | None:
        """完税证明, beside 完税证明开具: the one service that is called just that, by all that was
        said; None when it is `but`."""
        if len(said.pieces) != 1:
            return None
        start, stop, _ = said.pieces[0]
        name = self.own.get(said.text[start:stop])
        if name in (None, but):
            return None
        rest = self.rewriter.content(f"{said.text[:start]} {said.text[stop:]}")
        return name if rest in NO_MORE else None

    def unless_taken_back(self, said: Said, read: ServiceRead) -> ServiceRead:
        """补办社保卡，哦不对，是激活: the one that is left."""
        if not may_take_back(said.text):
            return read
        names = read.wanted if len(read.wanted) > 1 else self._alike(read)
        meant = meant_of(said.text, names, self.clearly) if len(names) > 1 else None
        return ServiceRead(meant, (meant,), (meant,)) if meant else read

    def _alike(self, read: ServiceRead) -> tuple[str, ...]:
        """The candidates, and what begins like the service that was meant."""
        head = (read.service or "")[:_ALIKE]
        same = (name for name in self.names if head and name.startswith(head))
        return tuple(dict.fromkeys((*read.candidates, *same)))

    def clearly(self, text: str, names: Sequence[str]) -> tuple[str, ...]:
        """Those of `names` that a plain text speaks of in more than common words."""
        unions = self.ears.words.unions(self.said(text).either)
        least = self.ears.words.unknown * _CLEARLY
        return tuple(
            name
            for name in self.narrow(text, names)
            if unions.get(self.names.index(name), 0.0) >= least
        )
