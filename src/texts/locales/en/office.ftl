# The desk: rules, figures, members, sites, mail.
