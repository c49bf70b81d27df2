"""Projects, money and targets as plain frozen values, and pure functions over them; standard library only."""
