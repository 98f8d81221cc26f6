"""The simulation itself: each rule written once, run on whole rows by NumPy or lane by lane by numba."""
