package org.gale.engine.cli.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Golden files of jobs: what each profile and each example of the book prints, and what its journal records. */
class GoldenJobTest
{
    private static final List<String> PROFILES = List.of("default", "lpi-stress", "overcommit", "direct", "nvme", "nic",
        "virtio", "timer", "ipi-heavy", "noisy-neighbour", "mixed-host", "larger-than-pool",
        "late-and-loud", "migrate", "migrate-direct");
    private static final List<String> BOOK = List.of("docs/examples/mixed.yaml", "docs/examples/queues.yaml",
        "docs/examples/shared.yaml", "docs/examples/steps.yaml", "docs/sweeps/pools.yaml");
    private static final List<String> OWN = List.of("guests.yaml", "moves.yaml", "devices.yaml", "masked.yaml",
        "dropped.yaml");

    @Test
    void shouldPrintEachJobAsItWas() throws IOException
    {
        final GoldenFiles golden = new GoldenFiles("print-job");
        final List<String> jobs = jobs();
        OWN.forEach(job -> jobs.add(GoldenFiles.input(job)));
        for (final String job : jobs)
        {
            golden.check(name(job) + ".yaml", GoldenCommand.run("storm", job, "--print-job"));
        }

        golden.end();
    }

    @Test
    void shouldRecordEachJobAsItWas() throws IOException
    {
        final Path outputs = GoldenFiles.outputs("recorded");
        final GoldenFiles golden = new GoldenFiles("recorded");
        for (final String job : jobs())
        {
            final Path journal = outputs.resolve(name(job));
            GoldenCommand.run("storm", job, "--count", "1", "--warmup", "0", "--no-replay",
                "--quiet", "--journal", journal.toString());
            golden.check(name(job) + ".txt", configuration(journal));
        }

        golden.end();
        GoldenFiles.remove(outputs);
    }

    /** Returns the configuration of a journal, a line for each key; that of {@code job=} is one of JSON. */
    private static String configuration(final Path journal) throws IOException
    {
        return Files.readString(journal.resolve("gale.journal")).lines()
            .filter(line -> line.startsWith("configuration ")).map(line -> line.replace("\\n", "\n"))
            .collect(Collectors.joining());
    }

    private static List<String> jobs()
    {
        final List<String> jobs = new ArrayList<>(PROFILES);
        jobs.addAll(BOOK);

        return jobs;
    }

    private static String name(final String job)
    {
        return job.replaceAll(".*/|\\.yaml", "");
    }

    @Test
    void shouldKnowEveryJobOfTheBook() throws IOException
    {
        final List<String> found = new ArrayList<>();
        for (final String directory : List.of("docs/examples", "docs/sweeps"))
        {
            try (Stream<Path> files = Files.list(Path.of(directory)))
            {
                files.map(Path::toString).filter(file -> !file.endsWith("sweep.yaml")).sorted().forEach(found::add);
            }
        }

        assertEquals(BOOK, found);
    }
}
