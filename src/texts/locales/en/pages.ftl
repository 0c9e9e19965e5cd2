# What all pages share, and the thread.

page-skip = Skip to the content
page-by = Comments and moderation by Postil
page-sign-in = Sign in
page-sign-out = Sign out
page-account = Account
page-desk = Desk
page-news = News
time-now = just now
time-ago = { $age } ago
