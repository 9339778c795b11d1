"""The court page saves as every page does; the name stays here for those who know it from here."""

from desktop.infra.saving import write_whole

__all__ = ["write_whole"]
