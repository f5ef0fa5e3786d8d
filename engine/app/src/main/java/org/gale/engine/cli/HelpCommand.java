package org.gale.engine.cli;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gale help}: explains a command, as its {@code --help} does, or lists all. Owned by the main thread. */
@Command(name = "help", mixinStandardHelpOptions = true, header = "Explain a command, or list all commands.")
final class HelpCommand extends ConsoleCommand
{
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "A command, and a command of it.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call()
    {
        checkSettings();
        find(spec().parent().commandLine(), words).usage(out());

        return ExitCode.OK;
    }

    /** Returns the command that words name, from the outer to the inner one. */
    static CommandLine find(final CommandLine outer, final List<String> words)
    {
        CommandLine command = outer;
        for (final String word : words)
        {
            final CommandLine inner = command.getSubcommands().get(word);
            if (inner == null)
            {
                throw new OutcomeException(Outcome.USAGE, "no command '" + word + "'" +
                    NearestName.hint(word, command.getSubcommands().keySet()) + " ('" +
                    command.getCommandSpec().qualifiedName() + " --help' lists them)");
            }
            command = inner;
        }

        return command;
    }
}
