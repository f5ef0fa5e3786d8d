package org.gale.engine.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gale.engine.cli.console.CommonOptions;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ParanoidOption;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.console.VerdictOutput;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.script.TargetFactory;
import org.gale.engine.transcript.MachineKeySet;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TapWriter;
import org.gale.engine.transcript.TranscriptPlayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale check}: plays transcripts, each on a machine of its own, and tells in TAP 13 which of them hold. */
@Command(name = "check", mixinStandardHelpOptions = true,
    header = "Play transcripts and check every reply, TAP 13 on stdout.",
    description = {
        "",
        "Each FILE is a transcript (.gt or .gt.gz, of at most 1 GiB unpacked; - for standard input). FILE is",
        "played on its own machine, up to its first mismatch; a FILE without a command does not hold.",
        "A line '# SKIP REASON' before its first command leaves it out: 'ok 2 - FILE # SKIP REASON'.",
        "'gale script --transcript FILE' writes one. --json prints one JSON object in place of TAP.",
        "",
        "A notice stands before its reply: '< ! P1'. '#! notices allowed' or '#! notices expected' is for",
        "the whole file. A promise that breaks without such a line fails the file.",
        "",
        "--machine plays each FILE again on a machine with other keys, and prints one more test point each.",
        "A failure there shows a missing wait or invalidation in the software.",
        "",
        "  gale check --machine 'its.cache=eager' --machine 'ops.delay=8 ops.order=1' driver.gt",
        "",
        "Exit code: 0 all FILEs hold or are skipped, 2 a FILE is missing, 3 a FILE does not hold, 4 all are",
        "skipped, 7 a promise broke in a FILE that does not expect it.",
        ""})
final class CheckCommand extends ConsoleCommand
{
    private static final Path STDIN = Path.of("-");
    private static final String MACHINE = "--machine";
    private static final int SEED_LIMIT = 100;

    private final TargetFactory factory;
    private final InputStream in;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A transcript.")
    @Uses(FileUse.READ)
    private List<Path> files;

    @Option(names = MACHINE, paramLabel = "KEYS", description =
        "Play each FILE again with KEY=VALUE words put over those of its machine line. May be given again. A " +
        "machine that refuses them is skipped. Replies of digest, stats, inspect and explain may differ, but not be " +
        "FAIL.")
    private List<String> machines = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "FIRST-LAST", converter = SeedRange.Converter.class, description =
        "Play each FILE again under each seed, ops.seed=N. Loads of registers with an IDLE bit are not compared; a " +
        "line '> wait ADDR MASK' waits for one.")
    private SeedRange seeds;

    @Option(names = "--json", description = "Print one JSON object (schema gale.check/1) in place of TAP.")
    private boolean isJson;

    @Mixin
    private ParanoidOption paranoid;

    @Mixin
    private VerdictOutput output;

    CheckCommand(final TargetFactory factory)
    {
        this(factory, new FileInputStream(FileDescriptor.in));
    }

    /** Makes a command with another standard input, for tests. */
    CheckCommand(final TargetFactory factory, final InputStream in)
    {
        this.factory = factory;
        this.in = in;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException
    {
        paranoid.check();
        checkSettings();
        final List<MachineKeySet> sets = sets();
        addSeeds(sets);
        checkPaths();
        output.check(files);

        final TranscriptPlayer player = new TranscriptPlayer(factory);
        final ExecutorService executor = ThreadHost.tasks(
            Math.min(files.size(), Runtime.getRuntime().availableProcessors()));
        try
        {
            final List<Future<List<PlayResult>>> results = new ArrayList<>();
            for (final Path file : files)
            {
                results.add(executor.submit(
                    () -> STDIN.equals(file) ? player.play("-", in, sets) : player.play(file, sets)));
            }

            return report(player, results, results.size() * (1 + sets.size()));
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    private int report(
        final TranscriptPlayer player, final List<Future<List<PlayResult>>> results, final int playCount)
        throws InterruptedException, ExecutionException
    {
        final PrintWriter out = out();
        final TapWriter tap =
            new TapWriter(isJson ? new PrintWriter(Writer.nullWriter()) : out, playCount);
        final List<PlayResult> played = new ArrayList<>();
        final boolean isMixed = Terminal.isTerminal(Terminal.STDOUT);           // with the line, on one terminal
        Outcome outcome = Outcome.OK;
        boolean isAllSkipped = true;
        try (ProgressLine progress = new ProgressLine(
            err(), Terminal.isTerminal(Terminal.STDERR), HostClock.nanoTime()))
        {
            for (int i = 0; i < results.size(); i++)
            {
                final List<PlayResult> ofFile = await(results.get(i), i, player, progress);
                if (isMixed)
                {
                    progress.clear();
                }
                for (final PlayResult result : ofFile)
                {
                    tap.write(result);
                    printCause(result);
                    isAllSkipped &= result.isSkipped();
                    outcome = Outcome.first(outcome, outcome(result));
                }
                played.addAll(ofFile);
                out.flush();
            }
        }
        tap.end();
        final Outcome end = Outcome.first(outcome, isAllSkipped ? Outcome.SKIPPED : Outcome.OK);
        if (isJson)
        {
            CheckJson.write(played, end.exitCode(), out);
        }

        return Outcome.first(end, output.write(CheckJson.verdicts(played), this::print)).exitCode();
    }

    private void printCause(final PlayResult result)
    {
        if (isDebug() && result.failure() != null && result.failure().cause() != null)
        {
            result.failure().cause().printStackTrace(err());
        }
    }

    private List<PlayResult> await(
        final Future<List<PlayResult>> future,
        final int doneCount,
        final TranscriptPlayer player,
        final ProgressLine progress)
        throws InterruptedException, ExecutionException
    {
        while (true)
        {
            final long nowNs = HostClock.nanoTime();
            if (progress.isDue(nowNs))
            {
                progress.draw(String.format(Locale.ROOT, "  %d of %s   %s   %s", doneCount,
                    NumberText.counted(files.size(), "file"), NumberText.counted(player.commandCount(), "command"),
                    files.get(doneCount)), nowNs);
            }
            try
            {
                return future.get(ProgressLine.INTERVAL_NS, TimeUnit.NANOSECONDS);
            }
            catch (final TimeoutException ex)
            {
                // Not yet: show how far it is.
            }
        }
    }

    /** Adds a set of keys for each seed. */
    private void addSeeds(final List<MachineKeySet> sets)
    {
        if (seeds == null)
        {
            return;
        }
        if (seeds.last() - seeds.first() >= SEED_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE,
                "--seeds: at most " + SEED_LIMIT + " seeds at a time (write 1-" + SEED_LIMIT + ")");
        }
        for (long seed = seeds.first(); seed <= seeds.last(); seed++)
        {
            sets.add(MachineKeySet.parse("ops.seed=" + seed));
        }
    }

    /** Returns the sets of keys. One that no machine takes is an error of the user, and nothing is played then. */
    private List<MachineKeySet> sets()
    {
        final List<MachineKeySet> sets = new ArrayList<>();
        for (final String text : machines)
        {
            try
            {
                final MachineKeySet set = MachineKeySet.parse(text);
                if (sets.stream().anyMatch(set::isSame))
                {
                    throw new IllegalArgumentException("is given twice");
                }
                sets.add(set);
            }
            catch (final IllegalArgumentException ex)
            {
                throw new OutcomeException(Outcome.USAGE, MACHINE + " '" + text + "': " + ex.getMessage(), ex);
            }
        }

        return sets;
    }

    /** Checks every path first: one that cannot be a transcript is an error of the user, and nothing is played then. */
    private void checkPaths()
    {
        if (Collections.frequency(files, STDIN) > 1)
        {
            throw new OutcomeException(Outcome.USAGE, "-: standard input is given twice");
        }
        for (final Path file : files)
        {
            if (STDIN.equals(file))
            {
                continue;
            }
            if (!Files.exists(file))
            {
                throw new OutcomeException(Outcome.USAGE, file + ": " + FileFailure.missing(file, "file"));
            }
            if (Files.isDirectory(file))
            {
                throw new OutcomeException(
                    Outcome.USAGE, file + ": is a directory (try " + file.resolve("*.gt.gz") + ")");
            }
            if (!Files.isReadable(file))
            {
                throw new OutcomeException(Outcome.RESOURCES, file + ": no permission to read it");
            }
        }
    }

    private void print(final String message)
    {
        err().println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(message));
        err().flush();
    }

    private boolean isDebug()
    {
        return CommonOptions.isDebug(spec().root().commandLine().getParseResult().originalArgs());
    }

    private static Outcome outcome(final PlayResult result)
    {
        if (result.failure() == null)
        {
            return Outcome.OK;
        }

        return switch (result.failure().kind())
        {
            case INTERNAL -> Outcome.INTERNAL;
            case PROMISE -> Outcome.INVARIANT_BROKEN;
            default -> Outcome.CHECK_FAILED;
        };
    }
}
