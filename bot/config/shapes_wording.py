"""The form of wording.yaml: how people call things, in groups of canonical word → variants."""

from pydantic import Field

from bot.config.kinds import Shape, Words

GROUPS = ("things", "around", "actions", "questions")


class WordingShape(Shape):
    """wording.yaml."""

    things: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    around: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    actions: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    questions: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    hints: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    fillers: tuple[Words, ...] = ()
    common: tuple[Words, ...] = ()
    elsewhere: tuple[Words, ...] = ()

    def groups(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The groups in which a variant stands for its canonical word, by name."""
        return {name: getattr(self, name) for name in GROUPS}
