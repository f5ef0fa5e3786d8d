package org.gale.engine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gale trace}: what a trace holds. Owner: the main thread. */
@Command(name = "trace", mixinStandardHelpOptions = true,
    header = "Describe a trace.",
    subcommands = TraceDescribeCommand.class,
    description = {"", "A trace is a file that 'gale import' has written.", ""})
final class TraceCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "what to do is missing: " +
            String.join(", ", spec.subcommands().keySet()) + " ('gale trace --help' explains)");
    }
}
