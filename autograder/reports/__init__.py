"""Reports: functions of the results, each with one format."""
