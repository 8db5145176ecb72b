"""A slow disk: each fsync and fdatasync of a process waits 10 ms, by a preloaded library."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

SLOWER_MS = 10
_SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int later(const char *name, int file) {
    struct timespec pause = {0, %d * 1000000L};
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    nanosleep(&pause, 0);
    return flush(file);
}

int fsync(int file) { return later("fsync", file); }
int fdatasync(int file) { return later("fdatasync", file); }
"""


def slow_disk(folder: Path) -> dict[str, str] | str:
    """The environment of a process on a slow disk, or why there is none."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return "no C compiler here"
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(_SOURCE % SLOWER_MS, encoding="utf-8")
    words = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"]
    built = subprocess.run(words, capture_output=True, text=True, check=False)
    if built.returncode:
        return f"cc failed: {built.stderr.strip().splitlines()[-1]}"
    return {"LD_PRELOAD": str(library)}


def flush_ms(folder: Path) -> float:
    """How long this disk takes for one small flush: the median of twenty."""
    taken = []
    with (folder / "flush").open("wb", buffering=0) as file:
        for _ in range(20):
            file.write(b"\0" * 4096)
            started = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(1000 * (time.perf_counter() - started))
    return median(taken)
