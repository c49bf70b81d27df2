"""Hengbiao 衡表: budget performance-target forms, always in balance."""
