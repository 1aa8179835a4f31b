"""Kernels for the notebooks, forked from one process that has imported what each of them would import.

A kernel that starts from nothing spends most of its first second on importing IPython, NumPy and Matplotlib, and a test run has
one for each notebook and each notebook of solutions. Forked, it is still a process of its own with an empty namespace, and dies
with its notebook. Linux only: elsewhere a process that has loaded such libraries should not be forked, and kernels start as
they always do. So they do with UNROLLED_NEW_KERNELS in the environment, as in a step of .ci/run.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import time
from unittest import mock

SHARED = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython.extensions.storemagic", "psutil", "sqlite3"),
    *("ipywidgets", "numpy", "numpy.random", "matplotlib.backends.backend_agg", "matplotlib.figure"),
)


class Forked:
    """A kernel's process as jupyter_client wants to see it, though it is no child of the one who asks."""

    stdin = stdout = stderr = None

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0

    def wait(self):
        while self.poll() is None:
            time.sleep(0.002)
        return 0

    def send_signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        self.send_signal(signal.SIGTERM)


class Nursery:
    """The process that forks them. It is started with the first kernel, and ends with the one that started it."""

    process = None

    def launch(self, command, *, cwd=None, env=None, **_):
        """In place of jupyter_client's launch_kernel."""
        if not self.process:
            command_line, pipe = [sys.executable, __file__], subprocess.PIPE
            self.process = subprocess.Popen(command_line, stdin=pipe, stdout=pipe, env=env, text=True)
            atexit.register(self.process.communicate)  # the end of its input is its end
        arguments = command[command.index("ipykernel_launcher") :]
        print(json.dumps([arguments, cwd or os.getcwd(), env]), file=self.process.stdin, flush=True)
        return Forked(int(self.process.stdout.readline()))


def fork_kernels():
    """From now on the kernels of nbval are forked, where they can be."""
    if sys.platform != "linux" or os.environ.get("UNROLLED_NEW_KERNELS"):
        return
    from jupyter_client.blocking import BlockingKernelClient
    from jupyter_client.provisioning import local_provisioner
    from nbval import plugin

    class Kernel(plugin.RunningKernel):
        def __init__(self, *arguments, **options):
            forked = mock.patch.object(local_provisioner, "launch_kernel", nursery.launch)
            with forked, mock.patch.object(BlockingKernelClient, "wait_for_ready", wait_for_answer):
                super().__init__(*arguments, **options)

        def stop(self):
            self.km.provisioner.process.kill()  # and wait: jupyter_client would look again after a tenth of a second
            self.km.provisioner.process.wait()
            super().stop()

    nursery, plugin.RunningKernel = Nursery(), Kernel


def wait_for_answer(client, timeout):
    """jupyter_client's wait_for_ready without the fifth of a second for old messages: nbval reads its own only."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        client.kernel_info()
        try:
            client.get_shell_msg(timeout=1)
            client.get_iopub_msg(timeout=0.2)
            return
        except queue.Empty:
            pass
    raise RuntimeError(f"no answer from the kernel in {timeout} seconds")


def become_kernel(arguments, folder, environment):
    """What lies between the fork and the kernel: a session, a folder and streams of its own."""
    os.setsid()
    os.chdir(folder)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    answer, nowhere = os.dup(1), os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.environ.update(environment | {name: os.environ[name] for name in ("JPY_PARENT_PID", "MPLBACKEND")})
    sys.argv = arguments
    kernel = sys.modules["ipykernel.kernelapp"].IPKernelApp.instance()
    try:
        kernel.initialize()
    finally:  # not before it listens: who knocks too early waits a tenth of a second
        os.write(answer, f"{os.getpid()}\n".encode())
        os.close(answer)
    kernel.start()


def bury(*_):
    """Take note of the kernels that have died, so that none stays as a zombie."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def serve():
    """Import, then fork a kernel for each line of the standard input, which answers with its number."""
    sys.path[0] = str(pathlib.Path(__file__).resolve().parents[1])
    importlib.import_module("helpers")  # before NumPy: one thread; the first cell, which does it for a reader, comes too late
    del sys.path[0], sys.modules["helpers"]
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # as a kernel sets it before the first cell
    sys.modules["debugpy"] = None  # nobody stops a test to look around: the kernel does without its debugger
    for name in SHARED:
        with contextlib.suppress(ImportError):  # a kernel that needs it will say so
            importlib.import_module(name)
    signal.signal(signal.SIGCHLD, bury)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for pytest
    gc.freeze()
    for line in sys.stdin:
        if not os.fork():
            become_kernel(*json.loads(line))
            os._exit(0)


if __name__ == "__main__":
    serve()
