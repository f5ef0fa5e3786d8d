package org.gale.engine.cli.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.InternalErrorText;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/**
 * Messages of failures, one line on stderr each: {@code gale <command>: <fault, place, value, remedy>}. Owned by the
 * main thread.
 */
public final class ErrorMessages implements IParameterExceptionHandler, IExecutionExceptionHandler
{
    @Override
    public int handleParseException(final ParameterException ex, final String[] arguments)
    {
        final CommandLine command = ex.getCommandLine();
        final PrintWriter err = command.getErr();
        err.println(prefix(command) + TerminalText.of(message(ex)));
        if (CommonOptions.isDebug(List.of(arguments)))
        {
            ex.printStackTrace(err);
        }
        err.flush();

        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(final Exception ex, final CommandLine command, final ParseResult parsed)
    {
        final PrintWriter err = command.getErr();
        final int exitCode = print(err, prefix(command), ex, CommonOptions.isDebug(parsed.originalArgs()));
        command.getOut().flush();

        return exitCode;
    }

    /** Prints any failure of a command, and returns the exit code. */
    public static int print(final PrintWriter err, final String prefix, final Throwable ex, final boolean isDebug)
    {
        final int exitCode;
        if (ex instanceof OutcomeException failure)
        {
            exitCode = failure.outcome().exitCode();
            err.println(prefix + TerminalText.of(failure.getMessage()));
        }
        else if (ex instanceof OutOfMemoryError)
        {
            exitCode = ExitCode.RESOURCES;
            final String message = String.valueOf(ex.getMessage());
            err.println(prefix + "out of memory: " + TerminalText.of(message) +
                (message.contains("heap") ? " (GALE_JAVA_OPTS=-Xmx1g lets it have 1 GiB)" : ""));
        }
        else
        {
            exitCode = ExitCode.INTERNAL;
            err.println(prefix + "internal error: " + (isDebug ? ex.toString() :
                TerminalText.of(InternalErrorText.of(ex) + " (-C debug=true shows where)")));
        }
        if (isDebug)
        {
            ex.printStackTrace(err);
        }
        err.flush();

        return exitCode;
    }

    /** Returns the beginning of each message of a command, such as {@code gale check: }. */
    public static String prefix(final CommandLine command)
    {
        return command.getCommandSpec().qualifiedName() + ": ";
    }

    private static String message(final ParameterException ex)
    {
        if (ex instanceof UnmatchedArgumentException unmatched)
        {
            return unmatchedMessage(ex.getCommandLine(), unmatched);
        }
        if (ex instanceof MissingParameterException missing)
        {
            return missingMessage(missing);
        }
        if (ex instanceof OverwrittenOptionException twice)
        {
            return label(twice.getOverwritten()) + " is given twice";
        }
        if (ex.getArgSpec() != null && ex.getValue() != null)
        {
            return label(ex.getArgSpec()) + ": " + valueMessage(ex, ex.getArgSpec());
        }

        return firstLine(ex.getMessage());
    }

    private static String unmatchedMessage(final CommandLine command, final UnmatchedArgumentException ex)
    {
        final String word = ex.getUnmatched().get(0);
        final String help = " ('" + command.getCommandSpec().qualifiedName() + " --help' lists them)";
        if (word.length() > 1 && word.startsWith("-"))
        {
            final String name = word.indexOf('=') > 0 ? word.substring(0, word.indexOf('=')) : word;

            return "no option '" + name + "'" + NearestName.hint(name, optionNames(command)) + help;
        }
        if (!command.getSubcommands().isEmpty())
        {
            return "no command '" + word + "'" + NearestName.hint(word, command.getSubcommands().keySet()) + help;
        }

        return "'" + word + "' is one argument too many" + help;
    }

    private static String missingMessage(final MissingParameterException ex)
    {
        final List<String> labels = new ArrayList<>();
        for (final ArgSpec missing : ex.getMissing())
        {
            labels.add(missing.isOption() ? label(missing) + ' ' + missing.paramLabel() : missing.paramLabel());
        }
        return String.join(", ", labels) + (labels.size() == 1 ? " is missing" : " are missing") +
            " ('" + ex.getCommandLine().getCommandSpec().qualifiedName() + " --help' explains)";
    }

    /**
     * Returns the message for a value that was refused: that of our converter, or else the kind of value that was
     * wanted.
     */
    private static String valueMessage(final ParameterException ex, final ArgSpec argument)
    {
        final String value = "'" + ex.getValue() + "' is not ";
        if (argument.type().isEnum())
        {
            final List<String> names = new ArrayList<>();
            argument.completionCandidates().forEach(names::add);

            return value + "one of " + String.join(", ", names);
        }
        if (argument.type().isPrimitive() && argument.converters().length == 0)
        {
            return value + "a number";
        }

        return ex.getCause() instanceof TypeConversionException ?
            ex.getCause().getMessage() : value + "a value for it (" + argument.paramLabel() + ")";
    }

    private static String label(final ArgSpec argument)
    {
        return argument.isOption() ? ((OptionSpec)argument).longestName() : argument.paramLabel();
    }

    private static List<String> optionNames(final CommandLine command)
    {
        final List<String> names = new ArrayList<>();
        for (final OptionSpec option : command.getCommandSpec().options())
        {
            names.addAll(List.of(option.names()));
        }

        return names;
    }

    private static String firstLine(final String text)
    {
        return text.lines().findFirst().orElse("the command line is wrong");
    }
}
