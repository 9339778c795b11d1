"""The chronology for the court: choose, preview, save."""
