"""WeChat's subscription notices: one consent, one notice (sheet, section 11)."""

from collections import Counter
from collections.abc import Mapping

from tests.simulators.wechat_rules import Fault, Templates


class Subscriptions:
    """The account's subscription notices; their ids are another list than the templates'."""

    def __init__(self, notices: Templates) -> None:
        self._notices = notices
        self.keys: dict[str, tuple[str, ...]] = {}
        self.lasting: set[str] = set()
        self._left: Counter[tuple[str, str]] = Counter()

    def answer(self, openid: str, template: str, *, accepts: bool) -> None:
        """The resident answers the question of one subscription box."""
        if accepts:
            self._left[openid, template] += 1
        else:
            self._left[openid, template] = 0

    def send(self, openid: str, body: Mapping[str, object]) -> tuple[str, int]:
        """The notice as the phone shows it, and its number. Raises Fault 40037, 43101, 47003."""
        template = body.get("template_id")
        if not isinstance(template, str) or template not in self.keys:
            raise Fault(40037, "invalid template_id")
        notice = self._notices.check(template, body.get("data"), self.keys)
        if not self._left[openid, template]:
            raise Fault(43101, "user refuse to accept the msg")
        self._left[openid, template] -= template not in self.lasting
        return notice, self._notices.number(None)[0]


def answers_xml(answers: Mapping[str, bool], wrapper: str) -> str:
    """The lists of a popup or change event."""
    entries = "".join(
        f"<List><TemplateId>{template}</TemplateId>"
        f"<SubscribeStatusString>{'accept' if accepts else 'reject'}</SubscribeStatusString>"
        "<PopupScene>2</PopupScene></List>"
        for template, accepts in answers.items()
    )
    return f"<{wrapper}>{entries}</{wrapper}>"


def sent_xml(template: str, number: int, code: int) -> str:
    """The list of a sent event."""
    status = "success" if code == 0 else "failed"
    return (
        f"<SubscribeMsgSentEvent><List><TemplateId>{template}</TemplateId><MsgID>{number}</MsgID>"
        f"<ErrorCode>{code}</ErrorCode><ErrorStatus>{status}</ErrorStatus></List>"
        "</SubscribeMsgSentEvent>"
    )
