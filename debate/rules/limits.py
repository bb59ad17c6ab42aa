"""How much is too much, each with its reason."""

from datetime import timedelta

TEXT_LEAST = 15  # a claim needs a subject and a verb
TEXT_MOST = 1500  # one point; the renderer itself stops at 6,000
DELTA_MOST = 500
REASON_MOST = 600
DEPTH_MOST = 200  # paths stay short enough for PostgreSQL's index; nobody reads on after that
SOURCES_MOST = 3  # an argument's cards; a fourth source is another argument
EDIT_WINDOW = timedelta(hours=24)  # afterwards others have answered what it said
REPEAT = timedelta(days=1)  # within which nobody says the same words twice in a debate; later it may be news again
COPIED_WITHIN = timedelta(hours=1)  # the same words by so many people in so short a time were handed out
COPIED_LEAST = 3
QUIET_EDIT = timedelta(minutes=5)  # slips of the pen leave no revision while nobody has replied
BEHIND_MOST = timedelta(seconds=5)  # no page shows a worked-out figure that is further behind the last write
LEASE = timedelta(minutes=2)  # whoever claimed a computation longer ago than this has died over it
PATIENCE = timedelta(seconds=1.5)  # how long a reader waits for a computation before its progress is shown instead
BREAKDOWN_LEAST = 5  # people of a class debate below whom no figure is broken down
