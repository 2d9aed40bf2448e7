"""`python -m minuteminer` is the command `minuteminer`: for timers that have no PATH."""

from minuteminer.cli import main

main()
