package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ParanoidOption;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ProcessEnd;
import org.gale.engine.hunt.Finding;
import org.gale.engine.hunt.FindingWriter;
import org.gale.engine.hunt.Hunt;
import org.gale.engine.hunt.HuntEndedException;
import org.gale.engine.hunt.HuntPlan;
import org.gale.engine.hunt.ProgramRunner;
import org.gale.engine.transcript.MachineKeySet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale hunt}: runs a program under many seeds, and shrinks the lowest one that fails. */
@Command(name = "hunt", mixinStandardHelpOptions = true,
    header = "Run a test program in many of the orders that the architecture allows.",
    description = {
        "",
        "COMMAND is a program that drives machines by the socket whose path is in GALE_SOCKET. Each seed",
        "runs the program once, and gives each operation of its machines a delay of its own.",
        "",
        "  gale hunt -- ./driver_test",
        "",
        "A run fails by the exit code of the program, by its time limit, or by a broken promise. The lowest",
        "failing seed is shrunk to the few operations whose delays are needed, and kept in a directory:",
        "journal, transcript, schedule, story and output.",
        "",
        "Exit code: 0 no seed failed, 2 COMMAND cannot be run, 3 a run failed, 4 no operation was late or no",
        "session was opened, 7 a promise broke, 130 interrupted.",
        ""})
final class HuntCommand extends ConsoleCommand
{
    private static final long JOBS_PER_CORE = 32;
    private static final SeedRange SEEDS = new SeedRange(1, 1000);
    private static final String NAME = "gale-hunt-";

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "A program and its arguments, after --.")
    private List<String> words;

    @Option(names = "--seeds", paramLabel = "FIRST-LAST", converter = SeedRange.Converter.class, description =
        "Seeds to run. Default: 1-1000, without an end with --until.")
    private SeedRange seeds;

    @Option(names = "--jobs", paramLabel = "N", converter = QuantityConverters.Count.class, description =
        "Runs at a time. Default: one for each core.")
    private Long jobs;

    @Option(names = "--machine", paramLabel = "KEYS", description =
        "KEY=VALUE words that are put over those of the program's machine lines, such as 'ops.delay=64'.")
    private String machine;

    @Option(names = "--strict", description =
        "Let a run fail by an operation that was ignored, or by a software error (strict=1).")
    private boolean isStrict;

    @Option(names = "--timeout", paramLabel = "TIME", converter = QuantityConverters.Duration.class, description =
        "Time limit of a run. Default: 10s.")
    private long timeoutNs = 10_000_000_000L;

    @Option(names = "--until", paramLabel = "TIME", converter = QuantityConverters.Duration.class, description =
        "Begin no run after this time.")
    private Long untilNs;

    @Option(names = "--output", paramLabel = "DIR", description =
        "Directory for the failing run, absent or empty. Default: gale-hunt-SEED.")
    @Uses(FileUse.MADE)
    private Path output;

    @Option(names = "--json", description = "Print one JSON object (schema gale.hunt/1).")
    private boolean isJson;

    @Mixin
    private ParanoidOption paranoid;

    @Override
    public Integer call()
    {
        paranoid.check();
        checkSettings();
        checkOutput();
        final int runsAtOnce = jobs();
        final HuntPlan plan = new HuntPlan(words, keys(), isStrict, timeoutNs);
        try (ProgramRunner runner = new ProgramRunner(plan))
        {
            return hunt(plan, runner, runsAtOnce);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "the hunt cannot go on: " + FileFailure.reason(ex), ex);
        }
    }

    private int hunt(final HuntPlan plan, final ProgramRunner runner, final int runsAtOnce) throws IOException
    {
        final long beginNs = HostClock.nanoTime();
        final SeedRange range = seeds != null ? seeds : untilNs == null ? SEEDS : new SeedRange(1, Long.MAX_VALUE - 1);
        final Hunt hunt = new Hunt(
            runner, range.first(), range.last(), beginNs + (untilNs == null ? Long.MAX_VALUE / 2 : untilNs));
        try (TerminationSignals signals = new TerminationSignals(hunt::end, runner::close);
            ProgressLine progress = new ProgressLine(err(), Terminal.isTerminal(Terminal.STDERR), beginNs))
        {
            signals.install();
            ProcessEnd.before("hunt-remover", runner::close);
            start(hunt, runsAtOnce, () -> progress(hunt, progress, beginNs, range));
            final double seconds = (HostClock.nanoTime() - beginNs) / 1e9;
            final Finding finding = signals.isRaised() ? null :
                new FindingWriter(plan, runner, Program.version()).write(hunt, directory(hunt.failingSeed()));
            progress.clear();
            final Outcome outcome = signals.isRaised() ? Outcome.INTERRUPTED : outcome(hunt, finding);
            final HuntReport report = new HuntReport(hunt, finding, seconds, outcome);
            if (isJson)
            {
                report.writeJson(out());
            }
            else
            {
                report.print(out());
            }

            return outcome.exitCode();
        }
        catch (final HuntEndedException ex)
        {
            return Outcome.INTERRUPTED.exitCode();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.getMessage(), ex);
        }
    }

    private void start(final Hunt hunt, final int runsAtOnce, final Runnable wait)
    {
        try
        {
            hunt.run(runsAtOnce, wait);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE,
                "'" + words.get(0) + "' cannot be run: " + FileFailure.reason(ex), ex);
        }
    }

    private void progress(final Hunt hunt, final ProgressLine progress, final long beginNs, final SeedRange range)
    {
        final long nowNs = HostClock.nanoTime();
        if (progress.isDue(nowNs))
        {
            final double seconds = (nowNs - beginNs) / 1e9;
            progress.draw(String.format(Locale.ROOT, "  %s of %s   %.0f seeds/s   %s",
                NumberText.counted(hunt.runs(), "seed"), range.last() == Long.MAX_VALUE - 1 ? "?" :
                NumberText.count(range.last() - range.first() + 1), hunt.runs() / seconds,
                hunt.failingSeed() < 0 ? NumberText.counted(hunt.commands(), "command") :
                "seed " + hunt.failingSeed() + " fails"), nowNs);
        }
    }

    private static Outcome outcome(final Hunt hunt, final Finding finding)
    {
        if (finding != null)
        {
            return finding.isPromise() ? Outcome.INVARIANT_BROKEN : Outcome.CHECK_FAILED;
        }

        return hunt.sessions() == 0 || hunt.passes().late() == 0 ? Outcome.SKIPPED : Outcome.OK;
    }

    private int jobs()
    {
        final int cores = Runtime.getRuntime().availableProcessors();
        final long count = jobs == null ? cores : jobs;
        if (count < 1 || count > JOBS_PER_CORE * cores)
        {
            throw new OutcomeException(Outcome.USAGE, "--jobs " + count + ": this host of " + cores +
                " cores runs 1 to " + JOBS_PER_CORE * cores + " programs at a time");
        }

        return (int)count;
    }

    private List<String> keys()
    {
        if (machine == null)
        {
            return List.of();
        }
        try
        {
            final MachineKeySet set = MachineKeySet.parse(machine);
            final String own = set.words().stream().filter(word -> word.startsWith("ops.seed=") ||
                word.startsWith("ops.schedule=")).findFirst().orElse(null);
            if (own != null)
            {
                throw new IllegalArgumentException(own + ": each run has a seed of its own (write --seeds)");
            }

            return new ArrayList<>(set.words());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--machine '" + machine + "': " + ex.getMessage(), ex);
        }
    }

    private void checkOutput()
    {
        if (output != null && Files.exists(output, LinkOption.NOFOLLOW_LINKS) && !isEmpty(output))
        {
            throw new OutcomeException(Outcome.USAGE, "--output " + output + ": is there already, and not empty");
        }
        final Path parent =
            output == null ? Path.of("").toAbsolutePath() : output.toAbsolutePath().normalize().getParent();
        if (!Files.isDirectory(parent) || !Files.isWritable(parent))
        {
            throw new OutcomeException(Outcome.USAGE, (output == null ? "" : "--output " + output + ": ") + parent +
                " is no directory that can be written (write --output DIR)");
        }
    }

    private static boolean isEmpty(final Path path)
    {
        final String[] names = path.toFile().list();

        return names != null && names.length == 0;
    }

    /** Returns a directory that is not there yet. */
    private Path directory(final long seed)
    {
        Path path = output == null ? Path.of(NAME + seed) : output;
        for (int number = 2; output == null && Files.exists(path, LinkOption.NOFOLLOW_LINKS); number++)
        {
            path = Path.of(NAME + seed + '-' + number);
        }

        return path;
    }
}
