"""Train the networks that lectures load, and store them and the tables of many starts in data/models/ as text.

python -m data.models.trainers [NAME ...]            train and write
python -m data.models.trainers [NAME ...] --check    train and compare with the stored files (exit code 1 if any differs)
"""

import sys

from data.makers import command, files


def main(arguments=None):
    """Command line: see the module's docstring."""
    return command.run(files("data.models.trainers"), "python -m data.models.trainers", command.DATA / "models", arguments)


if __name__ == "__main__":
    sys.exit(main())
