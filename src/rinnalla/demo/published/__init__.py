"""An invented world whose figures are the published ones: one project in each region, told as records in files, brought
in by the same actions that people use, on the days the records tell (F-01…F-37)."""
