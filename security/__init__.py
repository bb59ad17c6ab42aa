"""`./dev security`: scanners against our own code, our packages and a running instance on this machine."""
