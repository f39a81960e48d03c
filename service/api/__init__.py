"""The API (contract, section 4): one blueprint a resource, problems as RFC 9457, described by OpenAPI 3.1."""
