"""The library that trains broken set-ups and their fixes, and judges both."""
