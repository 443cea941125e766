"""Words of the waves' planner, pure: no database, no window, no solver."""
