"""The kernels of notebooks may be forked: each is still a process of its own, knows nothing of others, dies with its notebook."""

import os


def test_each_kernel_is_a_new_one(tmp_path):
    from nbval import plugin

    def run(code):
        kernel = plugin.RunningKernel("python3", cwd=str(tmp_path))
        said, process = [], kernel.km.provisioner
        kernel.kc.execute_interactive(code, output_hook=lambda message: said.append(message["content"].get("text", "")))
        kernel.stop()
        assert not process.has_process
        return "".join(said).splitlines()

    code = """import os, sys; print(os.getpid(), os.getcwd(), "left" in globals() or "np" in globals(),
    any(name.startswith("helpers") for name in sys.modules), sep="\\n"); left = 1
print("numpy" not in sys.modules or any(name.endswith("_NUM_THREADS") for name in os.environ))"""
    first, second = run(code), run(code)
    assert first[0] != second[0] and first[1:] == second[1:] == [os.path.realpath(tmp_path), "False", "False", "True"]
