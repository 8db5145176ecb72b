"""A change that waits for a second admin: shown with its difference, approved or not."""

from aiohttp import web

from bot.channels.parts.callbacks import Refused
from bot.config.drafting import template_of
from bot.desk.editing.judging import difference, judged
from bot.desk.editing.keeping import Draft, NotWritable, approve, as_text, standing_at
from bot.desk.parts.paper import led, written
from bot.desk.parts.staff_only import Staff
from bot.storage import UnitOfWork, config_versions
from bot.storage.config_versions import Version, VersionState, digest_of


async def proposal(staff: Staff, fault: str = "", status: int = 200) -> web.StreamResponse:
    """What somebody wants to change, for the other admin."""
    found = await _found(staff, staff.request.query.get("id", "") or staff.text("id"))
    standing = standing_at(staff.desk.files.folder, found.file)
    before = as_text(template_of(found.file) if standing is None else standing)
    values = {
        "found": found,
        "diff": difference(before, found.content),
        "is_own": found.actor == staff.member.name,
        "is_waiting": found.state is VersionState.WAITING,
        "is_stale": digest_of(standing) != found.base,
        "state": staff.say(f"desk.config.state.{found.state.value}"),
        "fault": fault,
    }
    return written(staff.desk, staff, "editing/proposal", values, status)


async def decide(staff: Staff) -> web.StreamResponse:
    """Approve or refuse another's change, withdraw one's own; nobody approves their own."""
    found = await _found(staff, staff.text("id"))
    answer, is_own = staff.text("answer"), found.actor == staff.member.name
    if staff.session.practice:
        return await proposal(staff, staff.say("desk.config.practice"), 403)
    if answer == "approve" and not is_own:
        return await _approved(staff, found)
    states = {"refuse": VersionState.REFUSED, "withdraw": VersionState.WITHDRAWN}
    if answer not in states or is_own is not (answer == "withdraw"):
        raise Refused(403, "not_yours_to_decide")
    name = staff.member.name
    await staff.desk.storage.run(
        lambda work: config_versions.decide(work, found.id, states[answer], name)
    )
    return led(f"/desk/config/proposal?id={found.id}")


async def _approved(staff: Staff, found: Version) -> web.StreamResponse:
    draft = Draft(found.file, found.content.encode(), found.base, found.actor, found.reason)
    if (await judged(staff, draft)).stopping:
        return await proposal(staff, staff.say("desk.config.faulty"), 422)
    folder, now, by = staff.desk.files.folder, staff.desk.now(), staff.member.name

    async def turn(work: UnitOfWork) -> VersionState | None:
        return await approve(work, folder, found, by, now)

    try:
        ended = await staff.desk.storage.run_long(turn)
    except NotWritable:
        return await proposal(staff, staff.say("desk.config.not_writable"), 422)
    staff.desk.wake()
    if ended is VersionState.STALE:
        return await proposal(staff, staff.say("desk.config.state.stale"), 409)
    return led(f"/desk/config/proposal?id={found.id}")


async def _found(staff: Staff, number: str) -> Version:
    """Raises Refused (404)."""
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        raise Refused(404, "no_such_proposal")
    found = await staff.desk.storage.read(lambda work: config_versions.by_id(work, int(number)))
    if found is None or found.state in (VersionState.SAVED, VersionState.FOUND):
        raise Refused(404, "no_such_proposal")
    return found
