"""Messages shared by the cloud service and the stations; imports nothing of ours."""
