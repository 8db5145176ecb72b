"""What people of a simulated house hear, read as they would: reminders, changes, who wrote 收到."""

import re
from collections import Counter

from bot.channels.rehearsal import Delivered
from tests.simulate.year_book import GROUP, SHIFT, WORDS, Book, Told, day_in

PRIVATE_KINDS = {
    "evening": "您值",
    "before": "分钟后开始：",
    "start": "您是替补，请马上到岗",
    "leader": "请您安排。",
}
GROUP_KINDS = {"before": "分钟后开始：", "start": "请替补", "leader": "请分管领导安排"}
_MOVE = re.compile(rf"{SHIFT.pattern}：(?:(\S+) → (\S+)|(\S+)请假|加上(\S+))$", re.MULTILINE)
_CHANGED = re.compile(r"^【(换班|顶班|请假|换回)】.*(已改好|已经改好|空着一个位置)")
_SEEN = re.compile(rf"^(\S+?)已收到：{SHIFT.pattern}")
_REMINDS = ("【值班提醒】", "【值班告急】")


class Ears:
    """Notes every reminder in `told`, and in the book what the people were told had changed."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.told: list[Told] = []
        self.counts: Counter[str] = Counter()

    def hear(self, heard: Delivered) -> Told | None:
        """Note one message; the reminder that it was, if it was one."""
        self.counts["messages"] += 1
        if heard.text.startswith("【演练】"):
            self.counts["drill letters"] += 1
            return None
        if seen := _SEEN.match(heard.text):
            self._note_seen(heard, seen)
        if not heard.to.address.startswith("group:"):
            return self._private(heard)
        self._note_changes(heard)
        return self._in_group(heard)

    def _note_seen(self, heard: Delivered, seen: re.Match[str]) -> None:
        post = self.book.post(day_in(seen[0], heard.at), WORDS[seen[4]])
        if seen[1] not in {name for _, name in post.seen}:
            post.seen.append((heard.at, seen[1]))
            self.counts["收到"] += 1

    def _note_changes(self, heard: Delivered) -> None:
        if not (title := _CHANGED.match(heard.text)):
            return
        self.counts[f"changed: {title[1]}"] += 1
        for move in _MOVE.finditer(heard.text):
            post = self.book.post(day_in(move[0], heard.at), WORDS[move[3]])
            giver, taker = move[4] or move[6] or "", move[5] or move[7] or ""
            crew = post.crew(heard.at)
            after = [taker if name == giver else name for name in crew]
            after += [taker] if not giver else []
            post.crews.append((heard.at, tuple(filter(None, after))))

    def _in_group(self, heard: Delivered) -> Told | None:
        first = heard.text.splitlines()[0]
        if first.startswith("【值班提醒】") and "分钟后" not in first:
            return self._remember(heard, "evening", str(day_in(first, heard.at)), GROUP)
        if first.startswith(_REMINDS):
            kind = next(k for k, word in GROUP_KINDS.items() if word in heard.text)
            return self._remember(heard, kind, self._subject(heard), GROUP)
        return None

    def _private(self, heard: Delivered) -> Told | None:
        to = heard.to.address
        if heard.text.startswith("【今日值班】"):
            return self._remember(heard, "morning", str(day_in(heard.text, heard.at)), to)
        if heard.text.startswith("【排班缺口】"):
            return self._remember(heard, "vacant", self._subject(heard), to)
        if heard.text.startswith(_REMINDS):
            kind = next(k for k, word in PRIVATE_KINDS.items() if word in heard.text)
            return self._remember(heard, kind, self._subject(heard), to)
        return None

    def _subject(self, heard: Delivered) -> str:
        found = SHIFT.search(heard.text)
        assert found, heard.text
        return f"{day_in(found[0], heard.at)}:{WORDS[found[3]]}"

    def _remember(self, heard: Delivered, kind: str, subject: str, to: str) -> Told:
        self.counts[f"reminder: {kind}"] += 1
        self.told.append(Told(heard.at, kind, subject, to))
        return self.told[-1]
