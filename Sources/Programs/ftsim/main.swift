import Glibc
import Simulator

exit(SimulatorProgram.run(Array(CommandLine.arguments.dropFirst())))
