import FTDaemon
import Glibc

exit(DaemonProgram.run(CommandLine.arguments))
