"""Forms on paper: layouts as data, forms rendered to grids, grids matched back to forms, text and pages."""
