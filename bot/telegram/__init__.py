"""Dateline in Telegram."""
