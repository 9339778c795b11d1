"""What comes in from other places: chronologies that workers kept in Word, Excel or CSV."""
