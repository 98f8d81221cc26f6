"""What each list of money says as a whole: one or two sentences over its open lines."""
