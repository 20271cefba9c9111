"""The King County sales for tests: imported by our code, and read by plain SQL to compare with.

The file is found through DOORSTEP_DATA, else in a folder called shared/data beside the checkout.
"""

from __future__ import annotations

import csv
import os
import sqlite3
from pathlib import Path

import pytest

from listings.importers.importing import import_file
from listings.models import Source

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DOORSTEP_DATA") or CHECKOUT.parent / "shared" / "data")
SALES_FILE = DATA / "kc_house_sales" / "kc_house_data.csv"

needs_king_county = pytest.mark.skipif(
    not SALES_FILE.is_file(),
    reason=f"needs the King County house sales: put kc_house_data.csv at {SALES_FILE}, or set DOORSTEP_DATA",
)


@pytest.fixture(scope="module")
def king_county(django_db_setup, django_db_blocker):
    """All sales of the file, imported once for this module."""
    with django_db_blocker.unblock():
        import_file(SALES_FILE, quarantine=lambda line, reason: None)
        yield
        Source.objects.filter(name="king-county").delete()


@pytest.fixture(scope="module")
def truth():
    """The file as a table in memory, read without any of our code."""
    connection = sqlite3.connect(":memory:")
    with SALES_FILE.open(newline="") as file:
        rows = csv.reader(file)
        columns = next(rows)
        typed = [f"{name} TEXT" if name in ("id", "date", "zipcode") else f"{name} NUMERIC" for name in columns]
        connection.execute(f"CREATE TABLE sale ({', '.join(typed)})")
        connection.executemany(f"INSERT INTO sale VALUES ({', '.join('?' * len(columns))})", rows)
    # Prices such as 1.225e+006 are text in the file; date is 20141013T000000.
    connection.execute("ALTER TABLE sale ADD COLUMN dollars REAL")
    connection.execute("UPDATE sale SET dollars = CAST(price AS REAL)")
    yield connection
    connection.close()


def prices(truth, condition, *values):
    """The prices of the sales in the file that fit an SQL condition."""
    return [price for (price,) in truth.execute(f"SELECT dollars FROM sale WHERE {condition}", values)]
