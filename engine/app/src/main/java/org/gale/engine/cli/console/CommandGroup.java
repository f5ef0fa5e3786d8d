package org.gale.engine.cli.console;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command that does nothing but hold others, and asks for one of them. */
public abstract class CommandGroup implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Override
    public final void run()
    {
        throw new ParameterException(spec.commandLine(), "what to do is missing: " +
            String.join(", ", spec.subcommands().keySet()) + " ('" + spec.qualifiedName() + " --help' explains)");
    }
}
