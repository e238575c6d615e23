// Appends exchange rates to the list of prices. One that is listed is never changed.
// Parameters: $rates list of {sequence, first_sequence integers, listed_at, effective_from datetimes, base, quote, rate strings}
// Rows: none
// Locks: the unique numbers of listings, under the lock of the price list
UNWIND $rates AS row
CREATE (rate:PriceListing:ExchangeRate)
SET rate = row
