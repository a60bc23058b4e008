"""The API for programs, under `/api/v1/`: the same acts as the pages, through the same actions and the same walls."""
