"""What one app tells the others that may not import it."""

from django.dispatch import Signal

# An account is about to be deleted, inside the transaction that does it; `user`. Whoever writes for this user on their
# own account, a run for example, is stopped here: a row stored between finding the rows and deleting them would make
# the deletion fail.
account_closing = Signal()
