package org.gale.engine.cli.sweep;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.storm.StormWords;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.ChildProcesses;
import org.gale.engine.host.FileFailure;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.compare.Checks;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.gale.engine.storm.result.sweep.SweepSearch;
import org.gale.engine.storm.sweep.RunStarter;

/** Command lines of the storms of a sweep. Immutable. */
final class SweepWords
{
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";
    private static final long LEAST_HEAP_BYTES = 64L << 20;

    private final PlannedSweep planned;
    private final StormWords words;
    private final boolean isKept;
    private final List<String> java;

    /**
     * Makes the command lines of a sweep.
     *
     * @param job    file of the job that all runs have
     * @param isKept true to name a journal, which is kept
     */
    SweepWords(final PlannedSweep planned, final Path job, final boolean isKept)
    {
        this.planned = planned;
        this.words = new StormWords(job, planned.ownKeys());
        this.isKept = isKept;
        this.java = java(planned);
    }

    /** Returns the command that repeats a run, as a shell takes it. */
    String repeat(final SweepRun run, final RunEnd end)
    {
        final Map<String, String> values = new LinkedHashMap<>(run.values());
        if (end.found() != null && end.found().tried() != null)
        {
            values.put(end.found().key(), end.found().tried());
        }

        return words.text(values, run.seed());
    }

    /** Returns the starter of the runs. */
    RunStarter starter(final ChildProcesses processes)
    {
        return new RunStarter()
        {
            @Override
            public ChildProcesses.Child start(final Map<String, String> values, final Long seed, final Path directory,
                final Path temporary) throws IOException
            {
                return processes.start(line(values, seed, directory, temporary), directory.resolve("stdout"),
                    directory.resolve("stderr"));
            }

            @Override
            public boolean holds(final Path report)
            {
                return SweepWords.holds(planned.plan().sweep().search(), report);
            }
        };
    }

    /** Returns the command line of a run, as {@link RunStarter#start} has its parts. */
    List<String> line(
        final Map<String, String> values, final Long seed, final Path directory, final Path temporary)
    {
        final List<String> line = new ArrayList<>(java);
        line.add(1, "-Djava.io.tmpdir=" + temporary);
        line.addAll(words.of(values, seed));
        line.addAll(List.of("--json", directory.resolve(ResultDirectory.REPORT).toString(),
            "--hlog", directory.resolve(ResultDirectory.HISTOGRAMS).toString()));
        if (isKept && planned.hasJournals())
        {
            line.addAll(List.of("--journal", temporary.resolve(ResultDirectory.JOURNAL).toString()));
        }

        return line;
    }

    private static boolean holds(final SweepSearch search, final Path report)
    {
        try
        {
            final ComparedReport read = ComparedReport.of(report.toString(),
                JsonText.read(Files.readString(report, StandardCharsets.UTF_8)).toString());

            return !new Checks(List.of(search.until()), "search.until", ComparedReport.figures(List.of(read)))
                .failures(read).isEmpty();
        }
        catch (final IOException ex)
        {
            throw unreadable(report, FileFailure.reason(ex), ex);
        }
        catch (final IllegalArgumentException ex)
        {
            throw unreadable(report, ex.getMessage(), ex);
        }
    }

    private static OutcomeException unreadable(final Path report, final String reason, final Exception cause)
    {
        return new OutcomeException(Outcome.RESOURCES, report + ": cannot be read: " + reason, cause);
    }

    /** Returns the words that start this program again, with the flags of this JVM and the heap of a run. */
    private static List<String> java(final PlannedSweep planned)
    {
        final long heap = planned.plan().sweep().limits().heapBytes();
        final String classPath = System.getProperty("java.class.path");
        final List<String> words = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (planned.isShort())
        {
            words.add(QUICK_COMPILER);                              // first: what the user gives prevails
        }
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(
            word -> !word.startsWith("-Djava.io.tmpdir=") && !word.startsWith("-agentlib")).forEach(words::add);
        words.addAll(List.of("-Xms" + Math.min(heap, LEAST_HEAP_BYTES), "-Xmx" + heap));
        words.addAll(classPath.endsWith(".jar") && classPath.indexOf(':') < 0 ? List.of("-jar", classPath) :
            List.of("-cp", classPath, Program.MAIN_CLASS));

        return words;
    }
}
