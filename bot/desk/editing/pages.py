"""The handlers of the configuration's pages; for admins only."""

from collections.abc import Mapping

from aiohttp import web
from msgspec import Struct

from bot.channels.parts.callbacks import Refused
from bot.config.drafting import FILES, holds_secret, part_of, template_of
from bot.config.names import MAX_BYTES
from bot.desk.base import Desk, Handler
from bot.desk.editing.deciding import decide, proposal
from bot.desk.editing.judging import (
    Judged,
    difference,
    folder_of,
    judged,
    looked_at,
    spelled_faults,
)
from bot.desk.editing.keeping import (
    ChangedMeanwhile,
    Draft,
    NotWritable,
    as_text,
    propose,
    put_in_place,
    standing_at,
)
from bot.desk.parts.paper import as_json, written
from bot.desk.parts.staff_only import Staff, for_staff
from bot.domain.calendar import CHINA
from bot.domain.services import Role
from bot.storage import UnitOfWork, config_versions
from bot.storage.config_versions import Version, VersionState, digest_of
from bot.usecases.config_notice import tell_waiting

ADMINS = frozenset({Role.ADMIN})
MOST_BYTES = 2 * MAX_BYTES  # quotes and line ends are longer in JSON
MOST_VERSIONS = 30
LONGEST_REASON = 200
_SHOWN = (VersionState.FOUND, VersionState.SAVED)


class FileLine(Struct, frozen=True):
    """One file in the list."""

    name: str
    about: str
    is_own: bool


async def overview(staff: Staff) -> web.StreamResponse:
    """The files, and what waits for a second admin."""
    folder = staff.desk.files.folder
    lines = [
        FileLine(name, staff.say(f"desk.config.about.{part_of(name)}"), (folder / name).is_file())
        for name in FILES
    ]
    waiting = await staff.desk.storage.read(config_versions.waiting)
    rules = staff.desk.snapshot().config.centre.approval
    values = {"files": lines, "waiting": waiting, "has_rule": bool(rules)}
    return written(staff.desk, staff, "editing/overview", values)


async def file(staff: Staff) -> web.StreamResponse:
    """One file in the editor; with `version` what it was then, to be compared and saved again."""
    name = _name(staff.request.query)
    standing = standing_at(staff.desk.files.folder, name)
    content = template_of(name) if standing is None else standing
    old = await _version_of(staff, name)
    if holds_secret(folder_of(staff).env, content + (old.content.encode() if old else b"")):
        return web.Response(status=409, text=staff.say("desk.config.secret"))
    versions = await staff.desk.storage.read(
        lambda work: config_versions.of_file(work, name, MOST_VERSIONS)
    )
    values = {
        "name": name,
        "about": staff.say(f"desk.config.about.{part_of(name)}"),
        "standing": as_text(content),
        "text": as_text(content) if old is None else old.content,
        "base": digest_of(standing),
        "old": old,
        "versions": versions,
        "is_own": standing is not None,
    }
    return written(staff.desk, staff, "editing/file", values)


async def check(staff: Staff) -> web.StreamResponse:
    """What would be wrong, as it is typed; nothing is stored."""
    draft = _draft(staff)
    found = await looked_at(staff, draft)
    return as_json(_said(staff, draft, found))


async def compare(staff: Staff) -> web.StreamResponse:
    """The difference to what stands there now, and whether it may be saved."""
    draft = _draft(staff)
    standing = standing_at(staff.desk.files.folder, draft.name)
    before = as_text(template_of(draft.name) if standing is None else standing)
    found = await judged(staff, draft)
    lines = difference(before, as_text(draft.content))
    return as_json({**_said(staff, draft, found), "diff": lines, "second": found.needs_second})


async def save(staff: Staff) -> web.StreamResponse:
    """Put it in place, or let it wait for a second admin; 422 for faults, 409 when somebody was
    faster."""
    draft = _draft(staff)
    if staff.session.practice:
        return as_json({"text": staff.say("desk.config.practice")}, 403)
    found = await judged(staff, draft)
    if found.stopping:
        return as_json({**_said(staff, draft, found), "text": staff.say("desk.config.faulty")}, 422)
    try:
        said = await _stored(staff, draft, found)
    except ChangedMeanwhile as changed:
        return as_json(_told_changed(staff, draft, changed), 409)
    except NotWritable:
        return as_json({"text": staff.say("desk.config.not_writable")}, 422)
    staff.desk.wake()
    return as_json({"saved": said})


async def _stored(staff: Staff, draft: Draft, found: Judged) -> str:
    folder, now = staff.desk.files.folder, staff.desk.now()

    async def turn(work: UnitOfWork) -> None:
        if not found.needs_second:
            await put_in_place(work, folder, draft, now)
            return
        number = await propose(work, folder, draft, now)
        await tell_waiting(staff.office(work), draft.actor, draft.name, number)

    await staff.desk.storage.run_long(turn)
    return staff.say("desk.config.waits" if found.needs_second else "desk.config.saved")


def _told_changed(staff: Staff, draft: Draft, changed: ChangedMeanwhile) -> dict[str, object]:
    """Who changed what since the page was opened; the base to go on from."""
    standing = as_text(changed.standing or b"")
    before = as_text(draft.content) if changed.before is None else as_text(changed.before.encode())
    by = changed.by
    text = (
        staff.say("desk.config.changed", by=by.actor, at=f"{by.at.astimezone(CHINA):%m-%d %H:%M}")
        if by
        else staff.say("desk.config.changed_by_hand")
    )
    base = digest_of(changed.standing)
    return {"why": "changed", "text": text, "base": base, "diff": difference(before, standing)}


def handlers_of(desk: Desk) -> Mapping[str, Handler]:
    """All handlers by name."""
    return {
        "overview": for_staff(desk, overview, ADMINS),
        "file": for_staff(desk, file, ADMINS),
        "proposal": for_staff(desk, proposal, ADMINS),
        "check": for_staff(desk, check, ADMINS, MOST_BYTES),
        "compare": for_staff(desk, compare, ADMINS, MOST_BYTES),
        "save": for_staff(desk, save, ADMINS, MOST_BYTES),
        "decide": for_staff(desk, decide, ADMINS),
    }


def _name(fields: Mapping[str, str]) -> str:
    """One of the fixed names. Raises Refused (404) for anything else, paths too."""
    name = fields.get("name", "")
    if name not in FILES:
        raise Refused(404, "no_such_file")
    return name


def _draft(staff: Staff) -> Draft:
    text = as_text(staff.fields.get("content", "").encode("utf-8", errors="replace"))
    content = (text if text.endswith("\n") or not text else text + "\n").encode()
    if len(content) > MAX_BYTES:
        raise Refused(413, "too_long")
    reason = staff.text("reason")[:LONGEST_REASON]
    name, base = _name(staff.fields), staff.fields.get("base", "")
    return Draft(name, content, base, staff.member.name, reason)


async def _version_of(staff: Staff, name: str) -> Version | None:
    number = staff.request.query.get("version", "")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return None
    found = await staff.desk.storage.read(lambda work: config_versions.by_id(work, int(number)))
    return found if found and found.file == name and found.state in _SHOWN else None


def _said(staff: Staff, draft: Draft, found: Judged) -> dict[str, object]:
    faults = spelled_faults(staff, draft, found)
    grave = sum(bool(each["grave"]) for each in faults)
    key = "found" if faults else "clean"
    summary = staff.say(f"desk.config.{key}", faults=grave, doubts=len(faults) - grave)
    return {"faults": faults, "summary": summary, "stops": bool(found.stopping)}
