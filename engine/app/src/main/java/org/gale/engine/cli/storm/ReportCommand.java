package org.gale.engine.cli.storm;

import org.gale.engine.cli.console.CommandGroup;
import picocli.CommandLine.Command;

/** {@code gale report}: commands over reports that storms wrote. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
    subcommands = ReportAddCommand.class,
    header = "Add the reports of the shares of one storm.",
    description = {"", "A share is what 'gale storm JOB --share I/N' ran, on this host or on another.", ""})
public final class ReportCommand extends CommandGroup
{
}
