"""The window around the pages: navigation, menus, keys, and the line that tells how the connection stands."""
