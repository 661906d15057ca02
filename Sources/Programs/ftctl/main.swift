import FTControl
