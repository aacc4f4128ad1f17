"""Broken set-ups, a folder a component, and healthy look-alikes in controls/."""
