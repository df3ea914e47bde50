"""What the desk shows; reads only."""
