"""What offices do with whole documents: functions over trees that window and command line both call."""
