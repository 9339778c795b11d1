"""Documents for people outside the office: values in, PDF bytes out.

It knows neither the window nor the database, so that a script, a test and the preview print the same bytes.
"""
