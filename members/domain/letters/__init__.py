"""Letters to firms: written, released, sent, and what came back."""
