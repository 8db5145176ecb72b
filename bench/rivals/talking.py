"""Residents who write, wait for the answer and write on: so many at a time, whatever carries it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from bench.talks import Talk, Wrong

AT_ONCE = 64
Say = Callable[[str, str], None]
IsRight = Callable[[Talk, int, str], bool]
_SILENCE_SECONDS = 60.0


@dataclass
class Residents:
    """Everybody's talks; `say` brings a resident's words to the server, `heard` their answer."""

    talks: Sequence[Talk]
    is_right: IsRight
    answers: int = 0
    wrong: str = ""
    _step: dict[str, tuple[Talk, int]] = field(default_factory=dict)

    async def drive(self, say: Say) -> float:
        """Let all talk to their end; answers a second. Raises Wrong."""
        self._say, self._waiting = say, iter(self.talks)
        self._over = asyncio.get_running_loop().create_future()
        started = perf_counter()
        for talk in self._first():
            self._ask(talk, 0)
        await self._until_over()
        return self.answers / (perf_counter() - started)

    def heard(self, address: str, text: str) -> None:
        """A resident got an answer; letters to others (the staff group) do not count."""
        if address not in self._step:
            return
        talk, step = self._step.pop(address)
        if not self.is_right(talk, step, text):
            self.wrong = f"{talk.texts[step]!r} was answered {text!r}"
            self._end()
            return
        self.answers += 1
        if step + 1 < len(talk.texts):
            self._ask(talk, step + 1)
        elif (following := next(self._waiting, None)) is not None:
            self._ask(following, 0)
        elif not self._step:
            self._end()

    def _first(self) -> Iterator[Talk]:
        for _, talk in zip(range(AT_ONCE), self._waiting, strict=False):
            yield talk

    def _ask(self, talk: Talk, step: int) -> None:
        self._step[talk.openid] = talk, step
        self._say(talk.openid, talk.texts[step])

    def _end(self) -> None:
        if not self._over.done():
            self._over.set_result(None)

    async def _until_over(self) -> None:
        before = -1
        while not self._over.done():
            await asyncio.wait((self._over,), timeout=_SILENCE_SECONDS)
            if not self._over.done() and self.answers == before:
                raise Wrong(f"no answer for {_SILENCE_SECONDS:.0f} s after {self.answers}")
            before = self.answers
        if self.wrong:
            raise Wrong(self.wrong)
