"""What happens to homes, for whoever keeps count: sent by this app, recorded by analytics.

A receiver takes `sender`, the arguments named beside each signal, and `**kwargs`, for a signal may get more arguments.
Receivers run inside the request (or the import), so they are quick and bounded. They are called with `send_robust`: one
that fails is logged by Django and spoils neither the page nor the import. Connect them in `AppConfig.ready()`:

    listing_viewed.connect(count_view, dispatch_uid="count_view")

`sender` is the model Listing, and for `import_finished` the model Source.
"""

from __future__ import annotations

from django.dispatch import Signal

# A page of results was shown (an impression of each home on it). listings: list of int, the pks of the homes in the
# order shown, at most 24. request: HttpRequest.
listing_shown = Signal()

# The page of one home was opened. listing: Listing. request: HttpRequest. Sent for every GET, also a reload or a
# robot's: whoever counts decides what is one view. Not sent for HEAD.
listing_viewed = Signal()

# The page of one home was opened from a list of homes: results, saved homes, similar homes or a conversation, as the
# Referer says. listing: Listing. request: HttpRequest. Sent besides listing_viewed, after it.
listing_clicked = Signal()

# Somebody saved a home they had not saved before. listing: Listing. user: User. request: HttpRequest, or None when it
# was saved in a conversation or by a program. Saving it again sends nothing; removing and saving again does.
listing_saved = Signal()

# Somebody wrote to the listing agent about a home. listing: Listing. request: HttpRequest or None. user: User or None.
inquiry_made = Signal()

# An import has stored its last batch; not sent for a dry run. source: Source. counts: ImportCounts with created,
# updated, unchanged, quarantined. changed: unevaluated QuerySet of int, the pks of the listings this import created or
# updated, in no order and as many as there are: read it with .iterator(), or go on filtering it; do not make it a list.
import_finished = Signal()
