"""Numbers and dates as values: one spelling for all the ways in which texts write them."""
