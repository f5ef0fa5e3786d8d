package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ParanoidOption;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.FoundInterrupt;
import org.gale.engine.config.Condition;
import org.gale.engine.config.FileUse;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.OutputFile;
import org.gale.engine.inspect.FieldCondition;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.Bisection;
import org.gale.engine.replay.Divergence;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.report.PerfettoTrace;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.system.Machines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale replay}: goes through a journal again, and compares digests with the live run. */
@Command(name = "replay", mixinStandardHelpOptions = true,
    header = "Go through a journal again, and compare with the live run.",
    description = {
        "",
        "Builds the machine that the journal DIR begins with, applies its commands, and compares with",
        "every digest that the live run left. Exit code: 0 the same, 2 there is no journal, 3 a condition",
        "of --fail-if holds, --verify found no digest or --bisect no change, 5 diverged, 6 the journal is",
        "damaged, 7 the run broke a promise up to --to or the replay finds a broken one, 8 the host lacks",
        "something. --watch, --bisect, --step and --perfetto say on standard error what is broken.",
        ""})
public final class ReplayCommand extends ConsoleCommand
{
    private static final String MAX = "max";
    private static final String FAIL_IF = "--fail-if";

    @Mixin
    private ParanoidOption paranoid;

    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Option(names = "--to", paramLabel = "SEQ", converter = QuantityConverters.Count.class, description =
        "Stop after this command. Commands are numbered from 1. Default: the last. The replay begins with the last " +
        "snapshot before it, unless it is to --verify.")
    private Long toSequence;

    @Option(names = "--speed", paramLabel = "max", defaultValue = MAX, description =
        "How fast: as fast as it goes, the only speed of this version. Default: ${DEFAULT-VALUE}.")
    private String speed;

    @Option(names = "--step", description =
        "Show a prompt after command --to (default: the beginning): step, back, to, watch, break, inspect, diff, quit.")
    private boolean isStepped;

    @Option(names = "--watch", paramLabel = "EXPR", description =
        "Print each change of a field with its command: vm3.lpi8193.pending, lpi5.priority, spi7, pe0.virq, " +
        "pe0.ppi27, pe2.link, vm0.vcpu1.ppi27, function1.vector5.held, eventfd3.count; of a GICv4 host " +
        "vm0.lpi8193.route or vm0.vcpu1.state. May be given again.")
    private List<String> watched = List.of();

    @Option(names = BisectConsole.OPTION, paramLabel = "EXPR", description =
        "Find the first command at which EXPR holds, a field of --watch or its comparison: vm3.lpi8193.pending, " +
        "function1.vector5.held, 'vm0.vcpu1.state = direct', 'lpi5.priority < 8'. Assumes that it changes once " +
        "between --from and --to; exit code 3 if both ends agree.")
    private String bisected;

    @Option(names = "--verify", description =
        "Begin at the start whatever snapshots there are, and fail with exit code 3 if the journal holds no digest " +
        "to compare with.")
    private boolean isVerified;

    @Option(names = "--json", description = "Print one JSON object in place of the lines.")
    private boolean isJson;

    @Option(names = "--perfetto", paramLabel = "FILE", converter = QuantityConverters.OutputPath.class, description =
        "Write the commands from --from to --to as a trace for ui.perfetto.dev: lanes, engine, PEs. At most 500,000 " +
        "events.")
    @Uses(FileUse.WRITTEN)
    private Path perfetto;

    @Option(names = "--from", paramLabel = "SEQ", converter = QuantityConverters.Count.class, description =
        "Begin the trace, the account or the search of --bisect with this command. Default: the first.")
    private Long fromSequence;

    @Option(names = AccountConsole.OPTION, description =
        "Print what the account counted in the commands from --from to --to: offered, delivered, merged, withdrawn.")
    private boolean isAccount;

    @Option(names = "--fail-if", paramLabel = "COND", description =
        "Fail with exit code 3 if a figure of the replay fulfils COND: rate, elapsed_s, commands or digests, such as " +
        "'rate < 1M'. May be given again.")
    private List<String> failIf = List.of();

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        paranoid.check();
        final Checks checks = checks();
        if (!speed.equals(MAX))
        {
            throw new OutcomeException(Outcome.USAGE, "--speed: '" + speed + "' is not max (try --speed max)");
        }
        JournalErrors.checkDirectory(directory);
        if (fromSequence != null && perfetto == null && bisected == null && !isAccount)
        {
            throw new OutcomeException(Outcome.USAGE,
                "--from: needs a trace, a search or an account (add --perfetto FILE, --bisect EXPR or --account)");
        }
        if (isAccount)
        {
            return account();
        }
        if (!failIf.isEmpty() && (perfetto != null || isStepped || !watched.isEmpty() || bisected != null))
        {
            throw new OutcomeException(Outcome.USAGE, FAIL_IF + ": needs a whole replay (not --perfetto, --step, " +
                "--watch or --bisect)");
        }
        if (bisected != null)
        {
            return bisect();
        }
        if (perfetto != null)
        {
            return trace();
        }
        if (isStepped || !watched.isEmpty())
        {
            return step();
        }
        final ReplayResult result = replay();
        final ReplayVerdict verdict = ReplayVerdict.of(directory, result.commands(), result.broken());
        final ReplayReport report = new ReplayReport(directory, result, verdict);
        final PrintWriter out = out();
        if (isJson)
        {
            out.println(JsonText.line(report.fields()));
        }
        else
        {
            report.print(out);
        }
        out.flush();
        check(verdict, result);
        if (result.divergence() != null)
        {
            throw new OutcomeException(Outcome.DIVERGED, result.divergence().message() + System.lineSeparator() +
                explain(result.divergence()));
        }
        if (isVerified && result.coverage().comparisons() == 0)
        {
            throw new OutcomeException(Outcome.CHECK_FAILED, directory +
                ": holds no digest of the live run before command " + (result.commands() + 1) +
                ": nothing proves the replay");
        }

        final List<String> failures = failIf.isEmpty() ? List.of() : checks.failures(JsonText.tree(report.fields()));
        if (!failures.isEmpty())
        {
            throw new OutcomeException(Outcome.CHECK_FAILED, String.join(System.lineSeparator(), failures));
        }

        return ExitCode.OK;
    }

    private Checks checks()
    {
        try
        {
            return new Checks(failIf.stream().map(Condition::parse).toList(), FAIL_IF, Figures.REPLAY);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, FAIL_IF + ": " + ex.getMessage(), ex);
        }
    }

    private Integer bisect()
    {
        if (perfetto != null || isStepped || !watched.isEmpty() || isVerified)
        {
            throw new OutcomeException(Outcome.USAGE, BisectConsole.OPTION +
                ": is a search (not with --perfetto, --step, --watch or --verify)");
        }
        checkWindow();
        final FieldCondition condition = BisectConsole.condition(bisected);
        try (ProgressLine line = line();
            ReplayCursor cursor = cursor(fromSequence == null ? null : Math.max(1, fromSequence) - 1))
        {
            final BisectConsole console = new BisectConsole(directory, out(), line, isJson);
            final OutcomeException agreement = console.run(
                cursor, condition, toSequence == null ? Long.MAX_VALUE : toSequence);
            say(cursor);
            if (agreement != null)
            {
                throw agreement;
            }
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }

        return ExitCode.OK;
    }

    private Integer account()
    {
        checkWindow();
        if (perfetto != null || isStepped || !watched.isEmpty() || isVerified || bisected != null || !failIf.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, "--account: counts (not with any other search or --verify)");
        }
        try (ProgressLine line = line())
        {
            return AccountConsole.print(directory, fromSequence, toSequence, line, isJson, out());
        }
    }

    private void checkWindow()
    {
        if (fromSequence != null && toSequence != null && fromSequence > toSequence)
        {
            throw new OutcomeException(Outcome.USAGE, "--from " + fromSequence + " is after --to " + toSequence);
        }
    }

    private Integer trace()
    {
        final long from = fromSequence == null ? 1 : Math.max(1, fromSequence);
        final long to = toSequence == null ? Long.MAX_VALUE : toSequence;
        checkWindow();
        if (toSequence != null && to - from >= PerfettoTrace.EVENT_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, "--perfetto: " + NumberText.count(to - from + 1) +
                " commands are more than " + NumberText.count(PerfettoTrace.EVENT_LIMIT) +
                " events (choose a window with --from and --to)");
        }
        final Path journal = JournalReader.around(perfetto.toAbsolutePath().normalize());
        if (journal != null || perfetto.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize()))
        {
            throw new OutcomeException(Outcome.USAGE, "--perfetto " + perfetto + ": lies in the journal " +
                (journal == null ? directory : journal));
        }
        try (ReplayCursor cursor = cursor(fromSequence == null ? null : from - 1))
        {
            writeTrace(cursor, to);
            say(cursor);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }

        return ExitCode.OK;
    }

    private void writeTrace(final ReplayCursor cursor, final long to) throws IOException
    {
        try
        {
            OutputFile.writeText(perfetto, writer -> PerfettoTrace.write(cursor, to, writer));
        }
        catch (final FileSystemException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, "--perfetto " + perfetto + ": " + FileFailure.reason(ex), ex);
        }
    }

    private Integer step()
    {
        final PrintWriter out = out();
        if (isStepped && !watched.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, "--watch: --step has a command 'watch' (give one of the two)");
        }
        final List<WatchExpression> expressions = watched.stream().map(ReplayCommand::expression).toList();
        try (ReplayCursor cursor = cursor(isStepped ? toSequence : null))
        {
            if (!expressions.isEmpty())
            {
                watch(cursor, expressions, out);
            }
            else
            {
                final StepConsole console = new StepConsole(cursor, out, this::line);
                console.run(directory, StepLines.standard(console, out));
            }
            out.flush();
            say(cursor);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }

        return ExitCode.OK;
    }

    /** Says on stderr which promises the run broke, and which are broken where a cursor stands. */
    private void say(final ReplayCursor cursor)
    {
        say(ReplayVerdict.of(directory, cursor.sequence(), cursor.machine()).lines());
    }

    private void say(final List<String> lines)
    {
        final PrintWriter err = err();
        lines.forEach(line -> err.println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(line)));
        err.flush();
    }

    /** Opens the journal after a command, or at its beginning if there is no number. */
    private ReplayCursor cursor(final Long sequence) throws IOException
    {
        return sequence == null ? ReplayCursor.openAtStart(directory, Machines.FACTORY) :
            ReplayCursor.open(directory, sequence, Machines.FACTORY);
    }

    private void watch(final ReplayCursor cursor, final List<WatchExpression> expressions, final PrintWriter out)
        throws IOException
    {
        expressions.forEach(expression -> check(expression, cursor));
        final List<WatchExpression> absent =
            WatchedFields.watch(cursor, expressions, toSequence == null ? Long.MAX_VALUE : toSequence, out);
        if (!absent.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, "--watch: " + absent.get(0).absence(cursor.machine()) +
                ", up to command " + NumberText.count(cursor.sequence()));
        }
    }

    private static void check(final WatchExpression expression, final ReplayCursor cursor)
    {
        try
        {
            expression.check(cursor.machine());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--watch: " + ex.getMessage(), ex);
        }
    }

    private static WatchExpression expression(final String text)
    {
        try
        {
            return WatchExpression.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--watch: " + ex.getMessage(), ex);
        }
    }

    private String explain(final Divergence divergence)
    {
        try (ProgressLine line = line())
        {
            return Bisection.explain(directory, divergence, progress(line), Machines.FACTORY);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private ReplayResult replay()
    {
        final ReplayOptions upTo =
            toSequence == null ? ReplayOptions.DEFAULT : ReplayOptions.DEFAULT.to(toSequence);
        final ReplayOptions options = toSequence == null || isVerified ? upTo : upTo.fromNearestSnapshot();
        try (ProgressLine line = line())
        {
            return Replay.run(directory, options, progress(line), Machines.FACTORY);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    /** Fails by the promises that were broken up to the last command. The message has a divergence, too. */
    private void check(final ReplayVerdict verdict, final ReplayResult result)
    {
        say(verdict.later());
        if (verdict.isBroken())
        {
            final StringBuilder text = new StringBuilder(verdict.message(
                result.broken() == null ? List.of() : FoundInterrupt.lines(directory, result.broken())));
            if (result.divergence() != null)
            {
                text.append(System.lineSeparator()).append("  ").append(result.divergence().message());
            }
            throw new OutcomeException(Outcome.INVARIANT_BROKEN, text.toString(), result.broken());
        }
    }

    private ProgressLine line()
    {
        return new ProgressLine(
            err(), Terminal.isTerminal(Terminal.STDERR), HostClock.nanoTime());
    }

    /** Returns the progress of a replay, as a line shows it. */
    static ReplayProgress progress(final ProgressLine line)
    {
        return (commands, doneBytes, totalBytes, elapsedNs) ->
        {
            final long now = HostClock.nanoTime();
            if (line.isDue(now))
            {
                line.draw(String.format(Locale.ROOT, "  %s   %s   %s   %d %%", NumberText.seconds(elapsedNs),
                    NumberText.rate(commands * 1e9 / Math.max(1, elapsedNs)), NumberText.counted(commands, "command"),
                    Math.min(100, 100 * doneBytes / Math.max(1, totalBytes))), now);
            }
        };
    }
}
