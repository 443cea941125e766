"""What each verb of the command line does; __main__ only reads the words."""
