"""The stages, each a folder: pure logic, and a task.py that hands it to Prefect."""
