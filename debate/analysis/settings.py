"""The constants of the mathematics, in one place and with a version: change one, raise it."""

VERSION = "2026-11-24.4"
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
GROUP_LEAST = 3  # people; a smaller group would single them out
GROUPS_MOST = 5
VOTES_TO_GROUP = 7  # somebody with fewer does not shape the groups, unless there are fewer propositions
SEATS = 15  # while fewer than this have voted so often, the most active make up the number
CHANCE_OF_GROUPS = 0.05  # level of the test whether there is more than one camp
Z_REPRESENTATIVE = 1.2816  # one-sided 90 %, as Polis has it
SHOWN_MOST = 5  # representative propositions of a group, and of either side of the consensus
PSEUDO_VOTES = 2.0  # one for and one against, added to every proposition before its support is judged
PATIENCE = 5.0  # votes after which half of someone's leaning to agree is taken as theirs
BLEND_LEAST = 20  # votes below which nothing can be learnt about which model predicts
COMMON_LEAST = 1 / 3  # two who agree for each one who does not, at the cautious end: common ground
NOTICED = 0.005  # half a point of a hundred: a standing that changed by less shows no change
