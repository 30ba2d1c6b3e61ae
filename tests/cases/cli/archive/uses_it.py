from scripts.shared import columns
