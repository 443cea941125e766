"""A simulated floor: pickers with bodies at real desks, who err; what the station catches is counted."""
