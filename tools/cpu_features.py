"""Print the AVX2 and AVX512 features that NumPy would use on this machine, for NPY_DISABLE_CPU_FEATURES.

NumPy has other code for processors with wide vectors; switching it off shows whether a number depends on the machine.
"""

import warnings

try:
    from numpy._core import _multiarray_umath as core
except ImportError:  # numpy 1.26
    from numpy.core import _multiarray_umath as core


def wide_features():
    """Names of the dispatched AVX2 and AVX512 features that this machine has, in NumPy's order."""
    present = [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]
    return [name for name in present if name.startswith(("AVX2", "AVX512", "FMA3", "X86_V"))]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(" ".join(wide_features()))
