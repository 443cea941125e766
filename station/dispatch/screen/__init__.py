"""What the dispatcher sees: the map, the vans' morning, stops to drag, vans to mind."""
