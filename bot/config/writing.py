"""A file is replaced whole: after a crash there is the old one or the new one."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, in a folder that is there. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # like the other files of the directory; it holds no secret
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
