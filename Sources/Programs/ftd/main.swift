import FTDaemon
