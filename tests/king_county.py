"""Where the King County sales file is: DOORSTEP_DATA, else a folder called shared/data beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DOORSTEP_DATA") or CHECKOUT.parent / "shared" / "data")
SALES_FILE = DATA / "kc_house_sales" / "kc_house_data.csv"

needs_king_county = pytest.mark.skipif(
    not SALES_FILE.is_file(),
    reason=f"needs the King County house sales: put kc_house_data.csv at {SALES_FILE}, or set DOORSTEP_DATA",
)
