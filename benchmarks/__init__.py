"""Speed against other libraries, as ratios within one run, and the fast networks that no lecture teaches."""
