import Glibc
import StatusServer

exit(WebProgram.run(CommandLine.arguments))
