"""Helpers of the Unrolled lectures: they draw, read and check; what is taught stands in the notebooks.

Importing this package before NumPy limits NumPy's matrix library to one thread, unless the user chose a number.
A small recurrent network spends its time in many tiny products: two threads only get in each other's way there.
"""

import os
import sys

_THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

if "numpy" not in sys.modules and not any(name in os.environ for name in _THREAD_VARIABLES):
    os.environ.update(dict.fromkeys(_THREAD_VARIABLES, "1"))
