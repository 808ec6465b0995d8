"""The dinner as its planner sees it: menus, kitchens and cities, and the manifest that is released."""
