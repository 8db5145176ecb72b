"""Which service was meant: by its names and aliases, ambiguous words, and what we do not do."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

from bot.config.model import Wording
from bot.domain.services import Catalogue
from bot.understanding.canonical import Piece, Rewriter, Said, grams
from bot.understanding.cue import Cue, Named
from bot.understanding.phrases import DONE, UNABLE, UNION, able, by_head, score
from bot.understanding.ranking import Hit, PhraseIndex
from bot.understanding.text import plain
from bot.understanding.weighing import (
    EXPLAINS,
    LIKELY,
    MOST,
    SURE,
    Ranking,
    Scored,
    ServiceRead,
    are_two_sure,
    by_value,
    decided,
    leads,
)

_NO_WORDING = Wording()
_CONTAINED = 1.3  # what a phrase said letter by letter is worth more
_CLAUSES = re.compile(
    r"[,，。;；、!！?？\n]|还有|另外|顺便|以及|同时|跟|和|再(?=办|把|搞|弄|问|帮)|然后|也想|"
    r"还想|还要"
)

# With no more than that beside it, an ambiguous word is all that was said.
_NO_MORE = frozenset(
    ("", "办", "办理", "办个", "问", "要办", "来办", "弄", "搞", "关于", "业务", "的事")
)
_VAGUE = Cue(
    r"(?:什么|啥子?|哪个|哪样|某个?|那个|这个|那种)[ 的来着]{0,3}"
    r"(?P<kind>[证卡]|证明|补贴|补助|津贴|保险|登记|认证|备案|报销|救助|执照)"
)
_NEAREST = 3
_DOES = frozenset("补代申停帮")  # 补办居住证 does not say 办居住证
_RIVAL = 0.5  # a second matter is no less spoken of than that
_ASKS = Cue("怎么|咋|啷个|如何|什么|啥|哪|多少|多久|好久|好多")


@dataclass(frozen=True, slots=True)
class ServiceIndex:
    """Made once per catalogue. `phrases`: first two characters → (phrase, service numbers)."""

    names: tuple[str, ...]
    index: PhraseIndex
    phrases: dict[str, tuple[tuple[str, tuple[int, ...]], ...]]
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...]
    refused: tuple[tuple[str, str], ...]
    rewriter: Rewriter
    able: dict[str, frozenset[int]]

    @classmethod
    def build(cls, catalogue: Catalogue, wording: Wording = _NO_WORDING) -> "ServiceIndex":
        """Index every name and alias as it is and in canonical words."""
        owned = [
            plain("\n".join((each.name, *each.aliases))) for each in catalogue.services.values()
        ]
        rewriter = Rewriter.build(wording, owned)
        names = tuple(catalogue.services)
        said: dict[str, set[int]] = {}
        for number, service in enumerate(catalogue.services.values()):
            for phrase in (service.name, *service.aliases):
                said.setdefault(rewriter.content(rewriter.rewrite(plain(phrase))), set()).add(
                    number
                )
                said.setdefault(plain(phrase).strip(), set()).add(number)
        said.pop("", None)
        pairs = [(number, phrase) for phrase, owners in said.items() for number in owners]
        words = [(plain(word), wanted) for word, wanted in catalogue.ambiguous.items()]
        refused = [(plain(w), entry.answer) for entry in catalogue.not_offered for w in entry.words]
        return cls(
            names,
            PhraseIndex.build(pairs, " ".join(wording.common)),
            by_head(said),
            tuple(sorted(words, key=lambda pair: -len(pair[0]))),
            tuple(sorted(refused, key=lambda pair: -len(pair[0]))),
            rewriter,
            able(said),
        )

    def contained(self, text: str) -> list[Piece]:
        """The phrases said letter by letter; none inside a longer."""
        found: list[Piece] = []
        reach = 0
        for position, head in enumerate(map(add, text, text[1:])):
            for phrase, owners in self.phrases.get(head, ()):
                end = position + len(phrase)
                if end > reach and text.startswith(phrase, position):
                    if phrase[0] == "办" and text[position - 1 : position] in _DOES:
                        continue
                    found.append(Piece(position, end, owners))
                    reach = end
                    break
        return found

    def said(self, text: str) -> Said:
        """A plain text with its canonical words; what is part of a name is not rewritten across
        its borders (办公租房 is no 办公)."""
        pieces = tuple(self.contained(text))
        borders = {border for piece in pieces for border in piece[:2]}
        return Said(text, self.rewriter.rewrite(text, borders), self.rewriter, pieces)

    def named(self, said: Said, read: ServiceRead) -> Named:
        """The places where a service was named letter by letter, but for names that ask."""
        spans = (piece[:2] for piece in said.pieces)
        quiet = tuple(span for span in spans if not _ASKS.search(said.text[slice(*span)]))
        return Named(quiet, "\n".join(read.wanted))

    def rank(self, said: Said) -> Ranking:
        """The services of which enough was said to be worth a thought."""
        unions = self.index.unions(said.either)
        done = DONE.search(said.rewritten)
        doers = self.able.get(done[0], frozenset()) if done else frozenset()
        scores = {
            owner: score(shared, part, unions[owner], is_able=owner in doers)
            for owner, (shared, part) in self.index.search(said.either, LIKELY).items()
        }
        longest = self._raise(scores, said, unions)
        if not doers.isdisjoint(scores):  # what is to be done is said, and others do it
            for owner in scores.keys() - doers:
                value, covered = scores[owner]
                scores[owner] = (value * UNABLE, covered)
        likely = [
            Scored(self.names[owner], value, covered, unions.get(owner, 0.0))
            for owner, (value, covered) in scores.items()
        ]
        likely.sort(key=by_value)
        return Ranking(likely, unions, longest)

    def _raise(self, scores: dict[int, Hit], said: Said, unions: Mapping[int, float]) -> int:
        """Raise the scores of what was said letter by letter; how long the longest of it is."""
        longest = 0
        for form in said.forms:
            pieces = said.pieces if form is said.text else self.contained(form)
            for start, stop, owners in pieces:
                longest = max(longest, stop - start)
                mass = self.index.mass(grams(form[start:stop])) * _CONTAINED
                for owner in owners:
                    value = mass + UNION * unions.get(owner, 0.0)
                    known = scores.get(owner, (0.0, 0.0))[0]
                    scores[owner] = (max(known, value), 1.0)
        return longest

    def read(self, said: Said) -> ServiceRead:
        """Read a plain text whose numbers and times were blanked."""
        ranking = self.rank(said)
        refused = self._refused(said, ranking)
        if refused:
            return ServiceRead(not_offered=refused)
        ambiguous = self._ambiguous(said, ranking)
        if ambiguous:
            return ServiceRead(candidates=ambiguous, ambiguous=True)
        wanted = self._wanted(said.text, ranking) if are_two_sure(ranking.likely) else ()
        if len(wanted) > 1:
            return ServiceRead(candidates=wanted[:MOST], wanted=wanted)
        read = decided(ranking.likely)
        if wanted and wanted[0] != read.service and wanted[0] in read.candidates:
            # One clause names it; the others only resemble something else.
            return ServiceRead(service=wanted[0], candidates=read.candidates, wanted=wanted)
        return read if read.candidates else self._vague(said.text)

    def narrow(self, text: str, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the offered `names` that a message speaks of; none when it speaks of none."""
        unions = self.index.unions(self.said(plain(text)).either)
        shared = {name: unions.get(self.names.index(name), 0.0) for name in names}
        most = max(shared.values(), default=0.0)
        return tuple(name for name in names if most and shared[name] * EXPLAINS >= most)

    def _vague(self, text: str) -> ServiceRead:
        """那个什么证: the services that are most often called something of the kind."""
        found = _VAGUE.search(text)
        if not found:
            return ServiceRead()
        kind = found["kind"]
        calls: Counter[int] = Counter()
        for listed in self.phrases.values():
            for phrase, owners in listed:
                called = phrase if kind != "证" else phrase.replace("认证", "")  # no paper
                calls.update(owners if called.endswith(kind) else ())
        nearest = sorted(calls, key=lambda owner: (-calls[owner], owner))[:_NEAREST]
        return ServiceRead(
            candidates=tuple(self.names[owner] for owner in nearest), ambiguous=len(nearest) > 1
        )

    def _refused(self, said: Said, ranking: Ranking) -> str | None:
        for word, answer in self.refused:
            if word in said.text:
                mass = self.index.mass(grams(word))
                own = ranking.best
                better = own and own.covered >= SURE and own.value > mass * 1.05
                longer = any(stop - start > len(word) for start, stop, _ in said.pieces)
                return None if better and longer else answer
        return None

    def _ambiguous(self, said: Said, ranking: Ranking) -> tuple[str, ...] | None:
        word, listed = self._wide_word(said)
        if ranking.longest > len(word):
            return None
        known = [name for name in listed if name in self.names]
        if self.rewriter.content(said.text.replace(word, " ")) in _NO_MORE:
            return tuple(known[:MOST]) or None
        best, mass = ranking.best, self.index.mass(grams(word))
        clear = best and best.covered >= SURE and best.value > mass * 1.2
        if clear and leads(ranking.likely):
            return None
        return self._by_likeness(known, ranking)[:MOST] or None

    def _wide_word(self, said: Said) -> tuple[str, tuple[str, ...]]:
        """The longest ambiguous word as it was said, else in canonical words, with its services."""
        for form in said.forms:
            for word, listed in self.ambiguous:
                if word in form:
                    return word, listed
        return "", ()

    def _by_likeness(self, listed: list[str], ranking: Ranking) -> tuple[str, ...]:
        """The listed services, likeliest first, and before them the best other one when more of the
        text is about it."""
        unions = {self.names[owner]: union for owner, union in ranking.unions.items()}
        values = {one.name: one.value for one in ranking.likely}
        listed = sorted(listed, key=lambda name: (-values.get(name, 0.0), -unions.get(name, 0.0)))
        most = max((unions.get(name, 0.0) for name in listed), default=0.0)
        others = [name for name in unions if name not in listed and unions[name] > most * EXPLAINS]
        first = max(others, key=lambda name: (unions[name], name), default=None)
        return ((first,) if first and listed else ()) + tuple(listed)

    def _wanted(self, text: str, ranking: Ranking) -> tuple[str, ...]:
        """The services of the clauses, in order, when each clause is sure of its own."""
        pieces = [piece for piece in _CLAUSES.split(text)[:8] if len(piece.strip()) > 1]
        clauses = list(filter(self._may_name, map(self.said, pieces)))
        wanted: list[str] = []
        least = _RIVAL * (ranking.best.value if ranking.best else 0.0)
        strong = {one.name for one in ranking.likely if one.value >= least}
        for clause in clauses if len(clauses) > 1 else ():
            found = self.rank(clause)
            service = decided(found.likely).service
            is_sure = service in strong or (found.best and found.best.covered == 1.0)
            if service and is_sure and service not in wanted:
                wanted.append(service)
        return tuple(wanted)

    def _may_name(self, clause: Said) -> bool:
        """A clause without two characters of any phrase names nothing."""
        known = self.index.grams
        return any(len(gram) > 1 and gram in known for gram in clause.either)
