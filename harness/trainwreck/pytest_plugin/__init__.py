"""The pytest plugin: ``pytest scenarios/`` proves every scenario, an item a demand of the contract."""
