# The moderators’ desk.
