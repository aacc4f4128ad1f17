"""The lock on a process that runs what strangers have written."""
