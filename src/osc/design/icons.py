"""The icons that pages use, by their lucide names. A test keeps this list and the templates equal."""

ICONS = frozenset(
    {
        "chart-column", "chevron-left", "chevron-right", "circle-alert", "circle-check", "download", "droplet",
        "eye", "file-text", "file-x", "flame", "gauge", "heater", "house", "info", "key-round", "landmark",
        "languages", "life-buoy", "list-checks", "log-out", "mail", "map-pin", "menu", "minus", "pencil", "plus",
        "receipt-text", "refresh-cw", "repeat", "search", "shield-check", "sun-moon", "trending-down", "trending-up",
        "triangle-alert", "undo-2", "user-round", "users", "wallet", "zap",
    }
)  # fmt: skip
