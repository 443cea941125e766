"""Work in the background: durable jobs on DBOS, in the same database as the rows they are about."""
