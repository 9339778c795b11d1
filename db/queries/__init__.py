"""Typed questions to the record: each calls one read function and answers with frozen values."""
