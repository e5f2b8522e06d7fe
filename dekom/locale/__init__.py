"""The texts of the product in its languages: the bokmål sentence is the msgid, the catalogue gives the nynorsk."""
