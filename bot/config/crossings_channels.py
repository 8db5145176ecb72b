"""Settings of the channels that their platforms would refuse."""

from collections.abc import Iterator

from bot.config.checked import Checked
from bot.config.document import KeyPath
from bot.config.faults import Fault, fault, warning
from bot.config.shapes_channels import ChannelsShape, MenuButtonShape, MenuLeafShape

# WeChat custom menu: button names up to 16 bytes, in sub-menus up to 60 (platform documentation).
_NAME_BYTES = 16
_SUB_NAME_BYTES = 60


def check_channels(checked: Checked) -> Iterator[Fault]:
    """Menu buttons that do nothing, do two things, or have too long a name; the robot of WeCom."""
    if checked.channels is None:
        return
    yield from _check_robot(checked, checked.channels)
    for index, button in enumerate(checked.channels.wechat.menu):
        path: KeyPath = ("wechat", "menu", index)
        yield from _check_button(checked, path, button, _NAME_BYTES)
        for below, leaf in enumerate(button.buttons):
            yield from _check_button(checked, (*path, "buttons", below), leaf, _SUB_NAME_BYTES)


def _check_robot(checked: Checked, channels: ChannelsShape) -> Iterator[Fault]:
    """A button twice on one card; a staff group whose robot has no name to be called by."""
    robot = channels.wecom
    for key, words in (("open", robot.buttons.open), ("closed", robot.buttons.closed)):
        for word in (each for at, each in enumerate(words) if each in words[:at]):
            place = checked.place("channels.yaml", ("wecom", "buttons", key))
            yield fault(place, "repeated_button", word=word)
    if channels.staff_group.startswith("wecom:") and not robot.name:
        yield warning(checked.place("channels.yaml", ("wecom", "name")), "robot_without_name")


def _check_button(
    checked: Checked, path: KeyPath, button: MenuLeafShape, limit: int
) -> Iterator[Fault]:
    below = button.buttons if isinstance(button, MenuButtonShape) else ()
    if sum(map(bool, (button.key, button.url, below))) != 1:
        yield fault(checked.place("channels.yaml", path), "button_form", word=button.name)
    if len(button.name.encode()) > limit:
        place = checked.place("channels.yaml", (*path, "name"))
        yield fault(place, "button_name_long", word=button.name, limit=limit)
