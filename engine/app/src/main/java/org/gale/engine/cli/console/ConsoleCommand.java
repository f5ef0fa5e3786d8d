package org.gale.engine.cli.console;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command with the options and streams that all commands have. */
public abstract class ConsoleCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    /** Returns what the command line knows of the command. */
    protected final CommandSpec spec()
    {
        return spec;
    }

    protected final CommonOptions common()
    {
        return common;
    }

    protected final PrintWriter out()
    {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err()
    {
        return spec.commandLine().getErr();
    }

    /** Checks the keys of a command that has none of its own. */
    protected final void checkSettings()
    {
        common.settings(List.of());
    }
}
