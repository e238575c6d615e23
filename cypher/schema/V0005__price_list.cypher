// The list of prices that were added: one node that is locked to append, a listing per price in order.
CREATE CONSTRAINT price_list_id IF NOT EXISTS FOR (l:PriceList) REQUIRE l.list_id IS UNIQUE;
CREATE CONSTRAINT price_listing IF NOT EXISTS FOR (l:PriceListing) REQUIRE l.sequence IS UNIQUE;
