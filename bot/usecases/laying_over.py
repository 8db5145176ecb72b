"""The office's own question, laid over whatever a resident is talking about."""

from collections.abc import Callable

from msgspec.structs import replace

from bot.storage import contacts, conversations
from bot.storage.conversations import UNDER, Conversation, fold
from bot.usecases.office import Office

Replaces = Callable[[Conversation], bool]
"""Whether the open talk is an older question of ours that the new one takes the place of."""


def _replaces_nothing(_open_talk: Conversation) -> bool:
    return False


async def lay_over(
    office: Office,
    contact_id: int,
    question: Conversation,
    replaces: Replaces = _replaces_nothing,
) -> None:
    """The contact's next message answers `question`; their own talk goes on after it.

    Without a `last_said` of its own the question leaves what 9 (再说一遍) repeats as it was.
    """
    await contacts.lock(office.work, contact_id)
    talk = await conversations.find(office.work, contact_id)
    draft = dict(question.draft)
    if replaces(talk):
        draft[UNDER] = talk.draft.get(UNDER)
    elif talk.flow:
        draft[UNDER] = fold(talk)
    laid = replace(question, draft=draft, last_said=question.last_said or talk.last_said)
    await conversations.save(office.work, contact_id, laid, office.now)
