package org.gale.engine.cli;

import java.io.PrintWriter;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gale man}: the manual page of gale or of one of its commands. */
@Command(name = "man", mixinStandardHelpOptions = true,
    header = "Print the manual page of a command.",
    description = {
        "",
        "The page is for man and groff:",
        "  gale man storm | man -l -",
        ""})
final class ManCommand extends ConsoleCommand
{
    @Parameters(arity = "0..2", paramLabel = "COMMAND", description =
        "The command, such as storm or journal verify. Default: gale itself.")
    private List<String> names;

    @Override
    public Integer call()
    {
        checkSettings();
        final CommandLine command =
            HelpCommand.find(spec().root().commandLine(), names == null ? List.of() : names);
        final PrintWriter out = out();
        out.print(ManPage.of(command));
        out.flush();

        return ExitCode.OK;
    }
}
