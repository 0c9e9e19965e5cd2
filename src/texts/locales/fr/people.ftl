# The desk: search, authors, reports, appeals, the log.
