"""What the admin sees of a sheet before anything is written."""

from collections.abc import Iterable, Iterator

from bot.sheets.grid import Remark
from bot.usecases.office import Office
from bot.usecases.sheet_import import Considered, Proposal
from bot.usecases.wording import spell_day

MOST_LINES = 120


def spell_preview(office: Office, considered: Considered, *, several: bool) -> str:
    """What changes, what stays, and every remark with its cell. `several`: name the sheets too."""
    count = len(considered.proposals)
    lines = [office.say("sheet.counts", changed=count, same=considered.same)]
    if considered.past:
        lines.append(office.say("sheet.past_kept", count=considered.past))
    shown = considered.proposals[:MOST_LINES]
    lines += [_line(office, proposal) for proposal in shown]
    if count > len(shown):
        lines.append(office.say("sheet.more", count=count - len(shown)))
    ordered = sorted(considered.remarks, key=lambda remark: not remark.is_error)
    return "\n".join([*lines, *spelled(office, ordered, several=several)])


def spelled(office: Office, remarks: Iterable[Remark], *, several: bool) -> Iterator[str]:
    """Each remark: place, what is wrong, what to do. `several`: with the sheet."""
    for remark in remarks:
        place = f"{remark.sheet}!{remark.place}" if several and remark.sheet else remark.place
        yield office.say(
            "sheet.error" if remark.is_error else "sheet.note",
            place=place.strip("!") or remark.sheet or office.say("sheet.whole"),
            words=office.say(f"sheet.remark.{remark.key}", **remark.values),
        )


def _line(office: Office, proposal: Proposal) -> str:
    shift, entry = proposal.shift, proposal.entry
    comma = office.say("duty.and")
    return office.say(
        "sheet.change",
        day=spell_day(office.snapshot, entry.day),
        shift=office.say(f"shift.{entry.kind.value}"),
        people=comma.join(entry.people) or office.say("duty.vacant"),
        before=comma.join(shift.places) or office.say(f"duty.{shift.state.value}"),
    )
