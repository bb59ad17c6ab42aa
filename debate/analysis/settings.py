"""The constants of the mathematics, in one place and with a version: change one, raise it."""

VERSION = "2026-11-24.2"
LEVEL = 0.95  # intervals of agreement and movement
BAND = 0.90  # interval of a standing
PRIOR = (1.0, 3.0)  # an unrated argument stands at 1/4
EVIDENCE_PRIOR = (0.8, 1.2)  # an unrated source at 0.8/2
UNRATED_WEIGHT = 0.5  # of a citation's edge before anyone said how well it fits
CAMP_LEAST = 2  # raters that a camp needs to speak for itself
VOTES_LEAST = 5
DIVIDED = (0.25, 0.75)  # only a share whose whole interval lies within is called "divided"
ARGUMENTS_LEAST = 3
RATERS_LEAST = 3
CHANCE = 0.05  # a McNemar mid-p above it "could easily be chance"
Z_SORT = 1.2816  # one-sided 90 % for "strongest first"
