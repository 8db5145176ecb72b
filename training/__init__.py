"""The corpus of residents' sentences and the trainer; nothing of it runs in the service."""
