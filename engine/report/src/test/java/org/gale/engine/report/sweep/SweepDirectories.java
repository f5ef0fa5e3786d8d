package org.gale.engine.report.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gale.engine.config.Sha256;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.RunProof;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepReader;
import org.gale.engine.storm.result.sweep.SweepRun;

/** Directories with results, as shards of a sweep write them. */
final class SweepDirectories
{
    static final String HASH = "0123456789abcdef";

    /** Sweep of two parameters and three seeds, without a point of the last column. */
    static final String SWEEP = """
        sweep: pools
        job: job.yaml
        vary:
          machine.pes: [1, 2]
          vms.loud.vpes: [4, 8, 16]
        seeds: [1, 2, 3]
        except: [{machine.pes: 1, vms.loud.vpes: 16}]
        report: {of: response.p50, by: [machine.pes, vms.loud.vpes]}
        """;

    private static final int SAMPLES = 40;

    private final Path root;
    private final String sweep;

    SweepDirectories(final Path root, final String sweep)
    {
        this.root = root;
        this.sweep = sweep;
    }

    /** Returns a new directory without results. */
    ResultDirectory open(final String name) throws IOException
    {
        return open(name, HASH);
    }

    ResultDirectory open(final String name, final String hash) throws IOException
    {
        final Path file = Files.writeString(root.resolve("source.yaml"), sweep);
        final SweepPlan plan = SweepPlan.of(SweepReader.read(file.toString(), InputStream.nullInputStream()));
        final ResultDirectory directory = new ResultDirectory(root.resolve(name));
        directory.open(new PlannedSweep(plan, hash, "1", sweep, "job: any", Map.of(), false, true, Set.of()));

        return directory;
    }

    /** Writes a run on the virtual clock whose latencies follow from its number. */
    static void run(final ResultDirectory directory, final int number) throws IOException
    {
        run(directory, number, "\"cores\":" + directory.path().toString().length());
    }

    static void run(final ResultDirectory directory, final int number, final String host) throws IOException
    {
        final long[] responses = responses(number);
        final byte[] report = RunTexts.report(1_000L + number, host, 0, responses);
        write(directory, number, report, RunTexts.log("response", responses), end(number, 0, RunEnd.EXIT));
    }

    /** Returns a report with the seed that a run of three has. */
    private static byte[] seeded(final int number, final byte[] report)
    {
        return new String(report, StandardCharsets.UTF_8)
            .replace("\"seed\" : 1,", "\"seed\" : " + (1 + number % 3) + ',').getBytes(StandardCharsets.UTF_8);
    }

    static void write(
        final ResultDirectory directory, final int number, final byte[] report, final byte[] log, final RunEnd end)
        throws IOException
    {
        final Path run = Files.createDirectories(directory.run(number));
        if (report != null)
        {
            Files.write(run.resolve(ResultDirectory.REPORT), seeded(number, report));
            Files.write(run.resolve(ResultDirectory.HISTOGRAMS), log);
        }
        prove(directory, end);
    }

    /** Writes the end of a run with the proof of the files that are there. */
    static void prove(final ResultDirectory directory, final RunEnd end) throws IOException
    {
        final SweepRun planned = directory.sweep().run(end.run() % directory.plan().runs());
        prove(directory, end, planned.values(), planned.seed());
    }

    /** Writes the end of a run with the proof of the files that are there, of parameters that a caller gives. */
    static void prove(
        final ResultDirectory directory, final RunEnd end, final Map<String, String> values, final Long seed)
        throws IOException
    {
        final Path run = directory.run(end.run());
        final Map<String, String> hashes = new TreeMap<>();
        for (final String name : List.of(ResultDirectory.REPORT, ResultDirectory.HISTOGRAMS))
        {
            if (end.isResult())
            {
                hashes.put(name, Sha256.hex(Files.readAllBytes(run.resolve(name))));
            }
        }
        Files.writeString(run.resolve(end.isDone() ? ResultDirectory.DONE : ResultDirectory.FAILED), new RunEnd(
            end.plan(), end.run(), end.exit(), end.cause(), end.tries(), end.found(),
            new RunProof(values, seed, hashes)).json());
    }

    static RunEnd end(final int number, final int exit, final String cause)
    {
        return new RunEnd(HASH, number, exit, cause, 1 + number % 2, null);
    }

    static long[] responses(final int number)
    {
        final SplittableRandom random = new SplittableRandom(number);
        final long[] responses = new long[SAMPLES + number];
        for (int i = 0; i < responses.length; i++)
        {
            responses[i] = (random.nextLong() >>> 1) >>> (38 + (random.nextLong() >>> 61));
        }

        return responses;
    }

    /** Returns the files of a directory by name. */
    static Map<String, String> files(final Path directory) throws IOException
    {
        final Map<String, String> files = new TreeMap<>();
        final List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.list(directory))
        {
            all.sorted(Comparator.naturalOrder()).forEach(paths::add);
        }
        for (final Path path : paths)
        {
            files.put(path.getFileName().toString(), Files.readString(path, StandardCharsets.UTF_8));
        }

        return files;
    }
}
