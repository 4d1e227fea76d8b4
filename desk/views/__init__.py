"""The desk's pages: the office's, and those of a firm's own people."""
