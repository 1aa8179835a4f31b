"""Write the generated data sets.

python -m data.makers [NAME ...]             write them into data/
python -m data.makers [NAME ...] --out DIR   write them into another folder
python -m data.makers [NAME ...] --check     write nothing; name each stored file that differs (exit code 1)
"""

import sys

from data.makers import command, files


def main(arguments=None):
    """Command line: see the module's docstring."""
    return command.run(files(), "python -m data.makers", command.DATA, arguments)


if __name__ == "__main__":
    sys.exit(main())
