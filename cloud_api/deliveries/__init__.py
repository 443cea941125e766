"""Documents on their way: whom they go to, by e-mail, webhook or download, until each is confirmed."""
