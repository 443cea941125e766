"""The database every slice shares: engine, transactions, tables, migrations."""
