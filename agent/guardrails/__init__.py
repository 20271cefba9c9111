"""What is checked about an answer before anybody takes it for a fact."""
