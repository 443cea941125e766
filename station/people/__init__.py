"""Who works here: operators known by their badges."""
