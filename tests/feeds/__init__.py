"""Calendar subscriptions and imported busy times."""
