"""Putting a file in its place: never over somebody else's change, every version kept."""

from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from bot.config.writing import write_whole
from bot.storage import UnitOfWork, config_versions
from bot.storage.config_versions import Version, VersionState, digest_of


class Draft(Struct, frozen=True):
    """What somebody wants to stand in the file `name`, made from what had the digest `base`."""

    name: str
    content: bytes
    base: str
    actor: str
    reason: str


class ChangedMeanwhile(Exception):
    """The file is not any more what the draft was made from; `by` None: changed by hand, not on
    the page. `before`: what the draft was made from, where that is known."""

    def __init__(self, by: Version | None, standing: bytes | None, before: str | None) -> None:
        super().__init__("changed")
        self.by, self.standing, self.before = by, standing, before


class NotWritable(Exception):
    """The folder does not let us write."""


def standing_at(folder: Path, name: str) -> bytes | None:
    """What stands in the folder under one of its fixed names; None for no such file."""
    path = folder / name
    return path.read_bytes() if path.is_file() else None


def as_text(content: bytes) -> str:
    """As the browser shows it: lines end alike, nothing stands before the first character."""
    text = content.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


async def put_in_place(
    work: UnitOfWork, folder: Path, draft: Draft, now: datetime, by: str = ""
) -> None:
    """Replace the file and keep both versions; `by`: the second admin who agreed.

    Raises ChangedMeanwhile, NotWritable. May be run again: who finds its own content in place
    wrote it the time before.
    """
    await config_versions.lock(work, draft.name)
    standing = standing_at(folder, draft.name)
    if standing != draft.content:
        await _refuse_changed(work, draft, standing)
    await _note_found(work, draft, standing, now)
    saved = version_of(draft, VersionState.SAVED, now)
    await config_versions.add(work, replace(saved, decided_by=by))
    if standing != draft.content:
        _write(folder / draft.name, draft.content)


async def propose(work: UnitOfWork, folder: Path, draft: Draft, now: datetime) -> int:
    """Let the draft wait for a second admin; its number. Raises ChangedMeanwhile."""
    await config_versions.lock(work, draft.name)
    await _refuse_changed(work, draft, standing_at(folder, draft.name))
    return await config_versions.add(work, version_of(draft, VersionState.WAITING, now))


async def approve(
    work: UnitOfWork, folder: Path, version: Version, by: str, now: datetime
) -> VersionState | None:
    """Carry a proposal out; None when it does not wait any more. Raises NotWritable."""
    await config_versions.lock(work, version.file)
    content, standing = version.content.encode(), standing_at(folder, version.file)
    is_stale = standing != content and digest_of(standing) != version.base
    state = VersionState.STALE if is_stale else VersionState.APPROVED
    if not await config_versions.decide(work, version.id, state, by):
        return None
    if not is_stale:
        draft = Draft(version.file, content, version.base, version.actor, version.reason)
        await put_in_place(work, folder, draft, now, by)
    return state


def version_of(draft: Draft, state: VersionState, now: datetime) -> Version:
    """The draft as it is kept."""
    text = draft.content.decode()
    return Version(draft.name, text, draft.base, draft.actor, draft.reason, state, now)


async def _refuse_changed(work: UnitOfWork, draft: Draft, standing: bytes | None) -> None:
    found = digest_of(standing)
    if found == draft.base:
        return
    last = await config_versions.in_place(work, draft.name)
    by = last if last and last.state is VersionState.SAVED and last.digest == found else None
    base = await config_versions.with_digest(work, draft.name, draft.base)
    raise ChangedMeanwhile(by, standing, base.content if base else None)


async def _note_found(
    work: UnitOfWork, draft: Draft, standing: bytes | None, now: datetime
) -> None:
    """What stands there and came by no page can be brought back too."""
    if standing is None or standing == draft.content:
        return
    last = await config_versions.in_place(work, draft.name)
    if last is None or last.digest != digest_of(standing):
        text = standing.decode("utf-8", errors="replace")
        found = Version(
            draft.name, text, last.digest if last else "", "", "", VersionState.FOUND, now
        )
        await config_versions.add(work, found)


def _write(path: Path, content: bytes) -> None:
    if path.is_symlink():
        raise NotWritable(path.name)
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise NotWritable(path.name) from error
