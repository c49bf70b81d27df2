"""审核: the checks of performance forms. Words and thresholds lie in resources/rules, one file a family."""
