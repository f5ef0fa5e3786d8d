package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale man}: the manual page of gale or of one of its commands. */
@Command(name = "man", mixinStandardHelpOptions = true,
    header = "Print the manual page of a command.",
    description = {
        "",
        "The page is for man and groff:",
        "  gale man storm | man -l -",
        "A package has all pages, and man finds them: man gale-storm.",
        ""})
final class ManCommand extends ConsoleCommand
{
    @Parameters(arity = "0..2", paramLabel = "COMMAND", description =
        "The command, such as storm or journal verify. Default: gale itself.")
    private List<String> names;

    @Option(names = "--all", paramLabel = "DIR", description =
        "Write the page of the command, and of each command of it, into a directory that is there.")
    @Uses(FileUse.MADE)
    private Path directory;

    @Override
    public Integer call()
    {
        checkSettings();
        final CommandLine command =
            HelpCommand.find(spec().root().commandLine(), names == null ? List.of() : names);
        if (directory != null)
        {
            writeAll(command);

            return ExitCode.OK;
        }
        final PrintWriter out = out();
        out.print(ManPage.of(command));
        out.flush();

        return ExitCode.OK;
    }

    private void writeAll(final CommandLine first)
    {
        final Deque<CommandLine> commands = new ArrayDeque<>(List.of(first));
        while (!commands.isEmpty())
        {
            final CommandLine command = commands.pop();
            final Path file = directory.resolve(command.getCommandSpec().qualifiedName("-") + ".1");
            try
            {
                Files.writeString(file, ManPage.of(command));
            }
            catch (final IOException ex)
            {
                throw new OutcomeException(
                    Outcome.RESOURCES, "--all: " + file + ": cannot be written: " + FileFailure.reason(ex), ex);
            }
            commands.addAll(command.getSubcommands().values());
        }
    }
}
