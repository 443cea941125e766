"""Migrations of the cloud's database, run by cloud_api.storage.schema."""
