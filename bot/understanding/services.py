"""Which service was meant: one, several, one of some, or what we do not do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import add

from msgspec.structs import replace

from bot.understanding import listing
from bot.understanding.canonical import Said
from bot.understanding.cue import Cue, Named
from bot.understanding.narrowing import NO_MORE, Narrowing
from bot.understanding.phrases import is_paper
from bot.understanding.taken_back import said_instead
from bot.understanding.weighing import (
    EXPLAINS,
    LEAD,
    LIKELY,
    MOST,
    Ranking,
    ServiceRead,
    decided,
    is_sure,
    leads,
)

_CLAUSES = Cue(
    r"[,，。;；、!！?？\n]|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])|还有|另外|顺便|以及|"
    r"同时|跟|和|再(?=[办把搞弄问帮申登打领贷拉挂补])|加(?=[办打补])|然后|也想|还想|还要|顺手|顺带"
)
_VAGUE = Cue(
    r"(?:什么|啥子?|哪个|哪样|某个?|那个|这个|那种)[ 的来着]{0,3}"
    r"(?P<kind>[证卡]|证明|补贴|补助|津贴|保险|登记|认证|备案|报销|救助|执照)"
)
# Two things in one breath.
_JOINT = Cue(
    "都要|都得|都想|都办|都弄|一起|一块|一并|一次|一趟|一路|两样|两个|同时|顺便|再补|再办|也要|也得|还要|和|跟|"
    "顺手|顺带|两件|两桩|两张|一块儿|加办|加打|各打|先.{1,9}再(?=办|申|登|打|领|贷|拉|挂|弄)"
)
_ALSO, _APART = 0.3, 1.0  # … the first's share, and what must be said of the second alone
# Words without which several clauses are one matter and what is to be known about it …
_MANY = Cue(
    "、|[和跟与及再加还也又先]|都|另外|顺便|顺带|同时|然后|一起|一块|一并|一路|一次|一趟|两[样个件项]"
)
_THOUGHT, _ENOUGH = 0.03, 0.35  # … the share of each of several services; without such a word
_PLAINLY = 0.6  # a part of a phrase that makes a clause plain where things are joined
_HARDLY = 0.5  # of the rarest gram's weight: with less no clause names a service
_FAR, _FITS = 0.25, 0.3  # of the best's share the second has no more; part of a phrase said
_NEARER, _NEAREST = 0.5, 3  # … when of those listed it alone does what shall be done
_ASKS = Cue("怎么|咋|啷个|如何|什么|啥|哪|多少|多久|好久|好多")
_REFUSED = 0.65  # the share from which something that is not offered is taken for meant
_HEARD = 0.15  # … to which a service of ours may come when other words for it were said
_OURS, _SAID = 0.6, 0.75  # … and a service of ours in spite of a word that is refused
_MORE = 1.2  # said of a service than the wide word alone weighs: then it is clear


class ServiceIndex(Narrowing, frozen=True):
    """Reads which service was meant."""

    def named(self, said: Said, read: ServiceRead) -> Named:
        """The places where a service was named letter by letter, but for names that ask."""
        ours = len(self.names)
        spans = (piece[:2] for piece in said.pieces if min(piece.owners) < ours)
        quiet = tuple(span for span in spans if not _ASKS.search(said.text[slice(*span)]))
        return Named(quiet, "\n".join(read.wanted))

    def read(self, said: Said) -> ServiceRead:
        """Read a plain text whose numbers and times were blanked."""
        ranking = self.rank(said)
        shares = tuple((one.name, one.value) for one in ranking.likely)
        read = self.unless_taken_back(said, self._decide(said, ranking))
        if read.not_offered and (rest := said_instead(said.text)):
            instead = self.read(self.said(rest))  # 身份证，哦不对，是居住证
            read = instead if instead.candidates else read
        return replace(read, shares=shares, refused=ranking.refused[0])

    def _decide(self, said: Said, ranking: Ranking) -> ServiceRead:
        if refused := self._refused(said, ranking):
            return ServiceRead(not_offered=refused)
        wanted = tuple(self.names[owner] for owner in listing.listed(said, range(len(self.names))))
        if not wanted and (ambiguous := self._ambiguous(said, ranking)):
            return ServiceRead(candidates=ambiguous, ambiguous=True)
        wanted = wanted or self._wanted(said.text, ranking)
        if len(wanted) < 2:
            wanted = self._joined(said, ranking)
        if len(wanted) > 1:
            return ServiceRead(candidates=wanted[:MOST], wanted=wanted)
        if rivals := self.rivals(said, ranking):
            return ServiceRead(candidates=rivals, ambiguous=True)
        is_clear = ranking.is_called(said.text) or self._is_only_doer(said, ranking)
        read = decided(ranking.likely, is_clear=is_clear)
        if own := self.whole(said, read.service):
            return ServiceRead(service=own, candidates=(own,), wanted=(own,))
        return read if read.candidates else self._vague(said.text)

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
                ours = (owner for owner in owners if owner < len(self.names))
                calls.update(ours if called.endswith(kind) else ())
        nearest = sorted(calls, key=lambda owner: (-calls[owner], owner))[:_NEAREST]
        return ServiceRead(
            candidates=tuple(self.names[owner] for owner in nearest), ambiguous=len(nearest) > 1
        )

    def _refused(self, said: Said, ranking: Ranking) -> str | None:
        """The answer for what is not offered when it was said, and nothing of ours more clearly."""
        share, answer = ranking.refused
        best, longest = ranking.best, ranking.longest
        for word, told in self._refused_words(said.text):
            if not is_paper(word, said.text):
                is_ours = best is not None and best.value >= _OURS and share <= best.value * LEAD
                return None if is_ours and (longest > len(word) or ranking.is_said(_SAID)) else told
        if best is None or best.value < _HEARD:
            for word, told in self._refused_words(said.rewritten):
                if not is_paper(word, said.rewritten):
                    return told
        is_ours = best is not None and best.value >= share
        return answer if share >= _REFUSED and not is_ours else None

    def _refused_words(self, text: str) -> Iterator[tuple[str, str]]:
        """The words of `text` for what is not offered, longest first, each with its answer."""
        heads = self.refused_heads.intersection((*map(add, text, text[1:]), *text))
        refused = self.refused if heads else ()
        return ((w, told) for w, told in refused if w[:2] in heads and w in text)

    def _ambiguous(self, said: Said, ranking: Ranking) -> tuple[str, ...] | None:
        word, listed = self._wide_word(said)
        if ranking.longest > len(word):
            return None
        known = [name for name in listed if name in self.names]
        if self.rewriter.content(said.text.replace(word, " ")) in NO_MORE:
            return tuple(known[:MOST]) or None
        if self._is_clear(word, known, ranking) or self._is_done(said, known, ranking):
            return None
        return self._by_likeness(known, ranking)[:MOST] or None

    def _is_clear(self, word: str, listed: Sequence[str], ranking: Ranking) -> bool:
        """Was one service named in spite of the wide word: by all its words, or by more words than
        any of those that are listed?"""
        best = ranking.best
        if best is None or not is_sure(ranking.likely):
            return False
        others = (one.union for one in ranking.likely if one.name in listed and one != best)
        more = best.union > self.mass(word) * _MORE
        return best.covered == 1.0 or (more and best.union > max(others, default=0.0) * EXPLAINS)

    def _is_done(self, said: Said, listed: Sequence[str], ranking: Ranking) -> bool:
        """驾照掉了: was it told what to do, and does that fit one of the listed far better?"""
        best = ranking.best
        if best is None or best.name not in listed or best.value < LIKELY:
            return False
        doers = self._doers(said) or frozenset()
        second = max((one.value for one in ranking.likely[1:]), default=0.0)
        is_first = second <= best.value * _FAR or self._is_only_doer(said, ranking)
        return is_first and self.names.index(best.name) in doers and best.covered >= _FITS

    def _is_only_doer(self, said: Said, ranking: Ranking) -> bool:
        """补办社保卡: of those that a wide word may mean, does the likeliest alone do that?"""
        best, (_, known) = ranking.best, self._wide_word(said)
        if best is None or best.name not in known or best.covered < _FITS:
            return False
        second = max((one.value for one in ranking.likely[1:]), default=0.0)
        doers = self._doers(said) or frozenset()
        able = [name for name in known if name in self.names and self.names.index(name) in doers]
        return able == [best.name] and second <= best.value * _NEARER

    def _wide_word(self, said: Said) -> tuple[str, tuple[str, ...]]:
        """The longest ambiguous word as it was said, else in canonical words, with its services."""
        for form in said.forms:
            for word, listed in self.ambiguous:
                if word in form:
                    return word, listed
        return "", ()

    def _by_likeness(self, listed: list[str], ranking: Ranking) -> tuple[str, ...]:
        """The listed services, likeliest first, and before them the best other one when that is
        likelier."""
        values = {one.name: one.value for one in ranking.likely}
        ordered = sorted(listed, key=lambda name: -values.get(name, 0.0))
        most = values.get(ordered[0], 0.0) if ordered else 0.0
        best = ranking.best
        is_other = best is not None and best.name not in listed and best.value > max(most, LIKELY)
        return ((best.name,) if best and is_other and listed else ()) + tuple(ordered)

    def _wanted(self, text: str, ranking: Ranking) -> tuple[str, ...]:
        """The services of the clauses, in order, when each clause is sure of its own."""
        least = _THOUGHT if _MANY.search(text) else _ENOUGH
        strong = {one.name for one in ranking.likely if one.value >= least}
        pieces = [piece for piece in _CLAUSES.split(text)[:8] if len(piece.strip()) > 1]
        is_joint = bool(_JOINT.search(text))
        if len(pieces) < 2 or (len(strong) < 2 and not is_joint):
            return ()
        owners = frozenset(range(len(self.names)) if is_joint else map(self.names.index, strong))
        clauses = [each for each in map(self.said, pieces) if self._speaks_of(owners, each)]
        wanted: list[str] = []
        named: list[str] = []
        for clause in clauses if len(clauses) > 1 else ():
            likely = self.rank(clause).likely
            service = decided(likely).service
            if not service and is_joint and leads(likely):
                service = likely[0].name
            is_plain = is_joint and bool(likely) and likely[0].covered >= _PLAINLY
            if service and (service in strong or is_plain) and service not in wanted:
                wanted.append(service)
                named += [service] if likely[0].named else []
        # 瘫在床上，办残疾证: why, and what
        return tuple(named if named and least == _ENOUGH else wanted)

    def _joined(self, said: Said, ranking: Ranking) -> tuple[str, ...]:
        """学生证校园卡都要补: the likeliest, and the next one of which something else was said."""
        first = ranking.best
        if first is None or first.value < _ALSO or not _JOINT.search(said.text):
            return ()
        rest = self.ears.words.unions(self._unsaid_of(said, self.names.index(first.name)))
        ours = {owner: weight for owner, weight in rest.items() if owner < len(self.names)}
        other = max(ours, key=lambda owner: (ours[owner], -owner), default=None)
        if other is None or ours[other] < self.ears.words.unknown * _APART:
            return ()
        return first.name, self.names[other]

    def _unsaid_of(self, said: Said, owner: int) -> dict[str, float]:
        """The pairs of characters that name things, but none of this service's."""
        known, deeds = self.ears.words.grams, self.ears.deeds
        return {
            gram: factor
            for gram, factor in said.either.items()
            if gram in known and len(gram) > 1 and gram not in deeds
            if owner not in known[gram].owners
        }

    def may_mean(self, said: Said) -> bool:
        """Was enough said of any service to be worth a closer look?"""
        words = self.ears.words
        return max(words.unions(said.canonical).values(), default=0.0) >= words.unknown * _APART

    def _speaks_of(self, owners: frozenset[int], clause: Said) -> bool:
        """Was enough said of one of these services for it to be meant by a clause?"""
        words = self.ears.words
        unions = words.unions(clause.either, owners)
        return max(unions.values(), default=0.0) >= words.unknown * _HARDLY
