package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that the report of a storm on the virtual clock does not depend on the number of its engines. */
class EqualEnginesTest
{
    private static final int PARTITIONS = 8;
    private static final List<Integer> ENGINES = List.of(2, 3, 8);
    /** Sections of a report that are of engines and their journals. */
    private static final List<String> OF_ENGINES = List.of("host", "journal", "digest", "replay");

    @TempDir
    private Path directory;
    @TempDir
    private Path shares;

    @ParameterizedTest
    @CsvSource({"gicv5, 40, 42", "kvm, 1040, 1042", "gicv4, 2040, 2042"})
    void shouldReportTheSameForAnyNumberOfEngines(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 50000, 50030", "kvm, 60000, 60030", "gicv4, 70000, 70030"})
    void shouldReportTheSameForManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    @ParameterizedTest
    @CsvSource({"gicv5, 80000, 2us", "kvm, 80100, 8us"})
    void shouldEndAtTheSameHitForAnyNumberOfEngines(final String kind, final long seed, final String limit)
        throws IOException
    {
        final ObjectNode job = job(kind, seed);
        final String one = figures(GaleStorm.report(job, directory, 1, "--stop-if", "response > " + limit));

        assertTrue(one.contains("\"drained_reason\":\"stop-if\""), one);
        for (final int engines : ENGINES)
        {
            assertEquals(one, figures(GaleStorm.report(
                job, directory, engines, "--stop-if", "response > " + limit)), engines + " engines run " + job);
        }
    }

    private void judge(final String kind, final long from, final long to) throws IOException
    {
        for (long seed = from; seed < to; seed++)
        {
            final ObjectNode job = job(kind, seed);
            final String one = figures(GaleStorm.report(job, directory, 1));
            for (final int engines : ENGINES)
            {
                assertEquals(one, figures(GaleStorm.report(job, directory, engines)),
                    () -> engines + " engines run seed " + job);
            }
            assertEquals(one, figures(added(job, 3)), () -> "3 shares run seed " + job);
        }
    }

    /** Returns the sum of the reports of shares, of which each other one has two engines. */
    private String added(final ObjectNode job, final int count) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("report", "add"));
        for (int i = 0; i < count; i++)
        {
            final Path file = shares.resolve(i + ".json");
            Files.writeString(file, GaleStorm.report(job, directory, 1 + i % 2, "--share", i + "/" + count));
            words.add(file.toString());
        }
        final Path sum = shares.resolve("sum.json");
        words.addAll(List.of("-o", sum.toString()));
        GaleStorm.gale(words.toArray(new String[0]));

        return Files.readString(sum);
    }

    /** Returns the job of a seed, or of one behind it, with so many partitions. */
    private static ObjectNode job(final String kind, final long seed)
    {
        ObjectNode job = DrawnJob.of(kind, seed);
        for (long next = seed + 1_000_000; job.path("order").asText().equals("host"); next++)
        {
            job = DrawnJob.of(kind, next);                          // one sequence of events has one engine
        }
        ((ObjectNode)job.at("/vms/0")).put("count", PARTITIONS);
        final ObjectNode machine = (ObjectNode)job.get("machine");
        machine.remove("pes");
        if (kind.equals("gicv5"))
        {
            return job;
        }
        final ObjectNode node = machine.putArray("partitions").addObject();
        node.put("name", "node");
        node.put("count", PARTITIONS);
        node.put("pes", 2);
        job.get("vms").forEach(group -> ((ObjectNode)group).put("partition", "node"));
        if (kind.equals("gicv4"))
        {
            ((ObjectNode)machine.get("injection")).put("vpeid-bits", "16");
        }

        return job;
    }

    /** Returns the figures of a report that are no engine's. */
    private static String figures(final String report) throws IOException
    {
        final ObjectNode root = (ObjectNode)new ObjectMapper().readTree(report);
        root.remove(OF_ENGINES);
        for (final JsonNode outlier : root.get("outliers"))
        {
            ((ObjectNode)outlier).remove("command");
        }
        for (final JsonNode second : root.get("intervals"))
        {
            ((ObjectNode)second).remove("journal_bytes");
        }
        final JsonNode stopped = root.path("stopped");
        if (stopped.isObject())
        {
            ((ObjectNode)stopped.get("outlier")).remove("command");
            root.remove("failure");                                 // names the engine and the command
        }

        return root.toString();
    }
}
