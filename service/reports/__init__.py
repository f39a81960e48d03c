"""Reports of an audit: the JSON of the contract, readable text, and one self-contained page."""
