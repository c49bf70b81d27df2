"""Dialogs: questions to a person and nothing else; no dialog holds a rule."""
