"""Gift boxes 礼盒 packed ahead of the waves: each part scanned, each box with a label of its own."""
