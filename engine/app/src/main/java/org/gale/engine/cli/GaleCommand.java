package org.gale.engine.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gale.engine.cli.book.BookCommand;
import org.gale.engine.cli.console.CommonOptions;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.FileArguments;
import org.gale.engine.cli.console.ParanoidOption;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.cli.journal.ExploreCommand;
import org.gale.engine.cli.journal.InspectCommand;
import org.gale.engine.cli.journal.JournalCommand;
import org.gale.engine.cli.journal.ReplayCommand;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.cli.storm.ProfilesCommand;
import org.gale.engine.cli.storm.ReportCommand;
import org.gale.engine.cli.storm.StormCommand;
import org.gale.engine.cli.sweep.SweepCommand;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.TargetFactory;
import org.gale.engine.storm.scenario.SettingType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code gale}: chooses a sub-command, and alone shows what there is. Owner: the main thread. */
@Command(name = "gale", mixinStandardHelpOptions = true)
public final class GaleCommand implements Runnable
{
    private static final String SENTENCE =
        "Gale emulates Arm's GICv5 and GICv4.1, storms both with interrupts, and replays any run byte for byte.";
    private static final String OVERVIEW = "overview";
    private static final String STORM = "storm";
    static final int USAGE_WIDTH = 100;
    private static final int WANTED_LIMIT = 3;

    /** Commands that show the other commands. */
    private static final Set<String> SHOW_OTHERS = Set.of("completion", "man", "help");
    /** Options that show the version, which needs no sub-command. */
    private static final Set<String> VERSION = Set.of("--version", "-V");
    /** Commands whose views and rows may begin with a hyphen. */
    private static final Set<String> TAKE_OPTIONS_AS_VIEWS = Set.of("inspect", "bench");

    /** Commands that most people want, in that order; a command that does not exist is left out. */
    private static final List<Wanted> WANTED = List.of(
        new Wanted(STORM, "gale storm", "the default storm, its report, and the replay that proves it"),
        new Wanted("replay", "gale replay DIR", "go through a journal again"),
        new Wanted("check", "gale check FILE...", "play transcripts and check every reply"),
        new Wanted("script", "gale script", "drive a machine by hand or from a program"));

    private static final char REPLACEMENT = '\ufffd';

    @Spec
    private CommandSpec spec;

    private GaleCommand()
    {
    }

    private record Wanted(String command, String line, String purpose)
    {
    }

    /** Runs a command line and exits with one of {@link ExitCode}. */
    public static void main(final String[] arguments)
    {
        Locale.setDefault(Locale.ROOT);                         // first: formats and libraries take digits from it
        ParanoidOption.apply(arguments);                        // before another class is initialised
        final StdoutStream stdout = new StdoutStream();
        final PrintWriter out = writer(stdout);
        final PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
        final int exitCode = Boolean.getBoolean(ClassTraining.PROPERTY) && arguments.length == 1 ?
            ClassTraining.run(GaleCommand::run, Path.of(arguments[0]), err) :
            run(commandLine(MachineTarget::create, arguments), out, err, stdout::isReaderGone, arguments);

        System.exit(exitCode);                                                  // whatever threads are still there
    }

    /**
     * Returns the command with the one sub-command that is called. To make them all takes a third of the start.
     *
     * @return the command with none for the version alone, with all if the first argument is no other, or shows them
     */
    static CommandLine commandLine(final TargetFactory factory, final String... arguments)
    {
        final CommandLine gale = new CommandLine(new GaleCommand());
        gale.setHelpSectionMap(Map.of(OVERVIEW, help -> overview(gale)));       // before others inherit it
        gale.setHelpSectionKeys(List.of(OVERVIEW));
        final Map<String, Supplier<Object>> commands = commands(factory);
        final String called = arguments.length == 0 ? "" : arguments[0];
        if (commands.containsKey(called) && !SHOW_OTHERS.contains(called))
        {
            gale.addSubcommand(commands.get(called).get());
        }
        else if (arguments.length != 1 || !VERSION.contains(called))
        {
            commands.values().forEach(command -> gale.addSubcommand(command.get()));
        }
        final String version = "gale " + Program.version() + " \u00b7 JDK " + System.getProperty("java.version");
        gale.getCommandSpec().version(version);
        gale.getSubcommands().values().forEach(command ->
        {
            command.getCommandSpec().version(version);
            command.setUnmatchedOptionsArePositionalParams(TAKE_OPTIONS_AS_VIEWS.contains(command.getCommandName()));
            command.getSubcommands().values().forEach(inner -> inner.getCommandSpec().version(version));
        });

        final ErrorMessages errorMessages = new ErrorMessages();
        return gale
            .setParameterExceptionHandler(errorMessages)
            .setExecutionExceptionHandler(errorMessages)
            .setExecutionStrategy(GaleCommand::execute)
            .setUsageHelpWidth(USAGE_WIDTH)
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))      // no colour is needed to understand it
            .registerConverter(Path.class, text -> QuantityConverters.convertBy(SettingType::path, text))
            .setExpandAtFiles(false);
    }

    /** Executes the command that a line calls, unless it would write a file that it reads. */
    private static int execute(final ParseResult line)
    {
        final CommandLine called = line.asCommandLineList().get(line.asCommandLineList().size() - 1);
        try
        {
            if (line.asCommandLineList().stream().noneMatch(GaleCommand::isHelpAsked))
            {
                FileArguments.check(called.getParseResult());
            }
        }
        catch (final OutcomeException ex)
        {
            throw new ExecutionException(called, ex.getMessage(), ex);
        }

        return new CommandLine.RunLast().execute(line);
    }

    private static boolean isHelpAsked(final CommandLine command)
    {
        return command.isUsageHelpRequested() || command.isVersionHelpRequested();
    }

    /** Returns the makers of the sub-commands by name, in the order in which help lists them. */
    private static Map<String, Supplier<Object>> commands(final TargetFactory factory)
    {
        final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put(STORM, () -> new StormCommand().commandLine());
        commands.put("replay", ReplayCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("explore", ExploreCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("gate", GateCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("journal", JournalCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("trace", TraceCommand::new);
        commands.put("device", DeviceCommand::new);
        commands.put("check", () -> new CheckCommand(factory));
        commands.put("script", () -> new ScriptCommand(factory));
        commands.put("hunt", HuntCommand::new);
        commands.put("topology", TopologyCommand::new);
        commands.put("profiles", ProfilesCommand::new);
        commands.put("job", JobCommand::new);
        commands.put("sweep", SweepCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("stat", StatCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("book", BookCommand::new);
        commands.put("man", ManCommand::new);
        commands.put("help", HelpCommand::new);

        return commands;
    }

    private static int run(final PrintWriter out, final PrintWriter err, final String... arguments)
    {
        return run(commandLine(MachineTarget::create, arguments), out, err, arguments);
    }

    /** Runs a command line whose output is read to its end; nothing that it throws escapes. */
    static int run(final CommandLine gale, final PrintWriter out, final PrintWriter err, final String... arguments)
    {
        return run(gale, out, err, () -> false, arguments);
    }

    /**
     * Runs a command line; nothing that it throws escapes.
     *
     * @param isReaderGone returns true if writes to {@code out} fail because nobody reads any more
     */
    static int run(
        final CommandLine gale,
        final PrintWriter out,
        final PrintWriter err,
        final BooleanSupplier isReaderGone,
        final String... arguments)
    {
        gale.setOut(out).setErr(err);
        for (final String word : arguments)
        {
            if (word.indexOf(REPLACEMENT) >= 0)                                 // what the JVM has for other bytes
            {
                err.println(
                    "gale: '" + TerminalText.of(word) + "' is not UTF-8 (rename the file, or give a link to it)");
                err.flush();

                return ExitCode.USAGE;
            }
        }
        int exitCode = EngineCommands.run(GaleCommand::run, out, err, withoutEndOfOptions(arguments));
        if (exitCode >= 0)
        {
            return exitCode;
        }
        try
        {
            exitCode = gale.execute(withoutEndOfOptions(arguments));
        }
        catch (final Error ex)
        {
            exitCode = ErrorMessages.print(err, "gale: ", ex, CommonOptions.isDebug(List.of(arguments)));
        }

        if (out.checkError() && !isReaderGone.getAsBoolean())                   // a reader that is gone has seen enough
        {
            err.println("gale: cannot write to stdout");
            exitCode = withLostReport(exitCode);
        }
        err.flush();

        return exitCode;
    }

    @Override
    public void run()
    {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Returns the arguments less {@code --} before a command, as in {@code gale -- storm}. */
    private static String[] withoutEndOfOptions(final String... arguments)
    {
        final boolean isBefore = arguments.length > 1 && arguments[0].equals("--") && !arguments[1].startsWith("-");

        return isBefore ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    }

    /** Returns the exit code of a command whose report is lost, by the rank of outcomes. */
    private static int withLostReport(final int exitCode)
    {
        return Stream.of(Outcome.values()).filter(outcome -> outcome.exitCode() == exitCode).findFirst()
            .map(outcome -> Outcome.first(outcome, Outcome.RESOURCES).exitCode()).orElse(exitCode);
    }

    private static PrintWriter writer(final OutputStream stream)
    {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }

    private static String overview(final CommandLine gale)
    {
        final Map<String, CommandLine> commands = gale.getSubcommands();
        final StringBuilder text = new StringBuilder(SENTENCE).append(String.format("%n%nMost wanted:%n"));
        WANTED.stream().filter(wanted -> commands.containsKey(wanted.command())).limit(WANTED_LIMIT).forEach(
            wanted -> text.append(String.format("  %-20s %s%n", wanted.line(), wanted.purpose())));

        text.append(String.format("%nAll commands:%n"));
        commands.forEach((name, command) -> text.append(
            String.format("  %-10s %s%n", name, String.join(" ", command.getCommandSpec().usageMessage().header()))));

        return text.append(String.format(
            "%n'gale COMMAND --help' explains a command, 'gale --version' shows the version.%n")).toString();
    }
}
