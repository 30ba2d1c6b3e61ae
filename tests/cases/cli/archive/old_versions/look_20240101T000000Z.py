somebody's own
