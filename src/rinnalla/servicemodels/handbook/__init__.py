"""The handbook and what the work stands on: operating models, chapters, concepts, programmes, networks."""
