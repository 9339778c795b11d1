"""The referral desk: contacts are entered about all their children at once, wait in a queue, and are decided on."""
