"""The papers a driver carries: route sheets 路线单 and their loading lists, as PDF."""
