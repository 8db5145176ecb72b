"""Lists of bare names: 社保卡补换 居住证续签, with no word that joins them."""

from collections.abc import Collection, Iterator, Sequence

from bot.understanding.canonical import Piece, Said
from bot.understanding.cue import Cue

_SHORTEST = 4  # characters of a name that stands in a list
_BESIDE = 8  # characters that may be said beside the names, politeness apart
_NO_LIST = Cue(  # one of them is asked about, chosen or only needed for the other
    "吗|么|[不没]$|什么|啥|咋|怎么|哪|几|多少|好多|多久|材料|带|凭|还是|或|不是|区别|有了|要不要|用"
)


def listed(said: Said, ours: Collection[int]) -> tuple[int, ...]:
    """The services of `ours` whose names, each clearly one's own, are all that was said, in order;
    none when it is no list of at least two."""
    if len(said.pieces) < 2:
        return ()
    named = [piece for piece in _apart(said.pieces) if _is_clear(piece, ours)]
    found = tuple(dict.fromkeys(piece.owners[0] for piece in named))
    if len(found) < 2:
        return ()
    rest = "".join(_rest(said.text, named))
    beside = said.rewriter.content(rest).replace(" ", "")
    return () if len(beside) > _BESIDE or _NO_LIST.search(rest.strip()) else found


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """办居住证续签: of names that share a character the longer."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and piece.start < kept[-1].stop:
            if piece.stop - piece.start <= kept[-1].stop - kept[-1].start:
                continue
            kept.pop()
        kept.append(piece)
    return kept


def _is_clear(piece: Piece, ours: Collection[int]) -> bool:
    is_long = piece.stop - piece.start >= _SHORTEST
    return is_long and len(piece.owners) == 1 and piece.owners[0] in ours


def _rest(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """What is between the names."""
    reached = 0
    for piece in pieces:
        yield text[reached : piece.start]
        reached = piece.stop
    yield text[reached:]
