package org.gale.tests.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.report.sweep.SweepMerge;

/** Sweep of short storms on the virtual clock, with its shards as processes. Used by one test. */
final class SweepFixture
{
    /** Number of seeds of each of four points: 25 make the hundred runs of a campaign. */
    private static final int SEEDS = Integer.getInteger("gale.sweep.seeds", 3);
    private static final String JOB = "job: quick\nclock: virtual\ncount: 2k\n" +
        "vms: [{name: a, count: 2, vpes: 2, devices: [{name: nic, count: 1, events: 8, " +
        "traffic: {kind: open, rate: 100k}}]}]\n";
    private static final String SWEEP = """
        sweep: quick
        job: job.yaml
        vary: {machine.pes: [4, 8], vms.a.devices.nic.traffic.rate: [100k, 200k]}
        report: {of: response.p99}
        seeds:\s""";

    private static Map<String, String> undisturbed;                 // null until a test asks

    private final Path directory;

    /** Writes the sweep and its job. */
    SweepFixture(final Path directory) throws IOException
    {
        this.directory = directory;
        Files.writeString(directory.resolve("job.yaml"), JOB);
        Files.writeString(sweep(), SWEEP + SEEDS + '\n');
    }

    /** Writes the sweep anew, with one seed of two points. */
    void writeTwoRuns() throws IOException
    {
        Files.writeString(sweep(), SWEEP.replace("[100k, 200k]", "[100k]") + "1\n");
    }

    Path sweep()
    {
        return directory.resolve("sweep.yaml");
    }

    /** Returns a directory of results. */
    Path results(final String name)
    {
        return directory.resolve(name);
    }

    /** Starts a command of {@code gale sweep}, whose output has a directory of its own. */
    StormProcess start(final String name, final Map<String, String> environment, final String... arguments)
        throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("sweep"));
        words.addAll(List.of(arguments));

        return new StormProcess(Files.createDirectories(directory.resolve("processes").resolve(name)), words,
            environment);
    }

    /** Starts the run of a share. */
    StormProcess shard(final String name, final Path results, final String share) throws IOException
    {
        return start(name, Map.of(), "run", sweep().toString(), "--out", results.toString(), "--shard", share);
    }

    /** Returns the names of a directory that begin with a dot. */
    static List<String> left(final Path results) throws IOException
    {
        try (Stream<Path> runs = Files.list(results.resolve("runs")))
        {
            return runs.map(path -> path.getFileName().toString()).filter(name -> name.startsWith(".")).toList();
        }
    }

    /** Returns the files of the join of some results, by their names. */
    Map<String, String> joined(final String name, final List<Path> results) throws IOException
    {
        final Path out = directory.resolve(name);
        SweepMerge.write(results, out);
        try (Stream<Path> files = Files.list(out))
        {
            return new TreeMap<>(files.collect(Collectors.toMap(file -> file.getFileName().toString(),
                SweepFixture::text)));
        }
    }

    /**
     * Returns the files of the join of the sweep by one process that nobody disturbs, by their names. The first caller
     * runs it below {@code target}, for all tests.
     */
    static synchronized Map<String, String> undisturbed() throws IOException, InterruptedException
    {
        if (undisturbed == null)
        {
            final SweepFixture sweep = new SweepFixture(
                Files.createTempDirectory(Path.of("target").toAbsolutePath(), "sweep-"));
            final Path results = sweep.results("results");
            final StormProcess shard = sweep.shard("undisturbed", results, "0/1");
            assertEquals(0, shard.exitCode(), shard.err());
            undisturbed = sweep.joined("joined", List.of(results));
        }

        return undisturbed;
    }

    private static String text(final Path file)
    {
        try
        {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }
        catch (final IOException ex)
        {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    /**
     * Makes a program named {@code gale} in a directory of its own, with the classes of this test.
     *
     * @return the directory
     */
    Path program() throws IOException
    {
        final Path bin = Files.createDirectories(directory.resolve("bin"));
        final String words = GaleWords.of("-Djava.io.tmpdir=${TMPDIR:-/tmp}").stream()
            .map(word -> '"' + word + '"').collect(Collectors.joining(" "));
        final Path program =
            Files.writeString(bin.resolve("gale"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
        if (!program.toFile().setExecutable(true))
        {
            throw new IOException("not executable: " + program);
        }

        return bin;
    }
}
