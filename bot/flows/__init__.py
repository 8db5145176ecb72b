"""What we ask and say: the conversation engine and one flow per file, each ending in FLOW."""
