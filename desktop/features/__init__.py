"""One package for each thing that people do; features meet only through values in `infra`."""
