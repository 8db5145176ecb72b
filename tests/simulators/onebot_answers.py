"""How the fake protocol end answers actions: NapCat's reply frames and its failures."""

from enum import StrEnum

from tests.simulators.onebot_chat import Json

TIMED_OUT = (
    "Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
    "ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet: result 0"
)
SENDS = ("send_group_msg", "send_private_msg")


class Variant(StrEnum):
    """How one send is answered. With all but REFUSE the words do reach the chat."""

    ANSWER = "answer"
    LATE = "late"  # held back until `release()`
    TWICE = "twice"
    UNKNOWN_ECHO = "unknown echo"
    RISK_CONTROL = "1200"
    REFUSE = "1400"
    ASYNC = "async"
    CLOSE = "close mid-call"
    EVENT_FIRST = "an event between call and reply"
    NOT_JSON = "a frame that is no JSON before the reply"
    SILENT = "no answer"


def done(data: Json, echo: object) -> Json:
    """The reply to an action that worked."""
    return _reply("ok", 0, data, echo)


def failed(retcode: int, message: str, echo: object) -> Json:
    """The reply to an action that did not."""
    return _reply("failed", retcode, None, echo) | {"message": message, "wording": message}


def sent(variant: Variant, message_id: int, echo: object) -> Json:
    """The reply to a send under `variant`."""
    match variant:
        case Variant.RISK_CONTROL:
            return failed(1200, TIMED_OUT, echo)
        case Variant.REFUSE:
            return failed(1400, "params: must have required property", echo)
        case Variant.ASYNC:
            return _reply("async", 1, None, echo)
        case _:
            return done({"message_id": message_id}, echo)


def asked(action: object, account: int, echo: object, history: list[Json] | None) -> Json:
    """The reply to everything that is not a send; `history` None: the end keeps none."""
    match action:
        case "get_group_msg_history" if history is not None:
            return done({"messages": list(history)}, echo)
        case "get_login_info":
            return done({"user_id": account, "nickname": "门厅"}, echo)
        case "get_status":
            return done({"online": True, "good": True, "stat": {}}, echo)
        case "get_version_info":
            version: Json = {"app_name": "NapCat.Onebot", "app_version": "4.18.19"}
            return done(version | {"protocol_version": "v11"}, echo)
        case _:
            return failed(1404, f"不支持的Api {action}", echo)


def _reply(status: str, retcode: int, data: Json | None, echo: object) -> Json:
    frame: Json = {"status": status, "retcode": retcode, "data": data, "message": "", "wording": ""}
    return frame | {"echo": echo, "stream": "normal-action"}
