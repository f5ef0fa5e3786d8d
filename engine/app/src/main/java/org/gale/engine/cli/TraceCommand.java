package org.gale.engine.cli;

import org.gale.engine.cli.console.CommandGroup;
import picocli.CommandLine.Command;

/** {@code gale trace}: what a trace holds. Owner: the main thread. */
@Command(name = "trace", mixinStandardHelpOptions = true,
    header = "Describe a trace.",
    subcommands = TraceDescribeCommand.class,
    description = {"", "A trace is a file that 'gale import' has written.", ""})
final class TraceCommand extends CommandGroup
{
}
