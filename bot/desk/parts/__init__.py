"""What several rooms of the web site share; nothing here is a room."""
