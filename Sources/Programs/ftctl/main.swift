import FTControl

ControlProgram.main()
