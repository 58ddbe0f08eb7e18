"""HTTP/1.1 (RFC 9112) as far as watching needs it: one GET, an answer of bounded size."""

from nocscape.wire.http.getting import Address, Answer, HttpError, get

__all__ = ["Address", "Answer", "HttpError", "get"]
