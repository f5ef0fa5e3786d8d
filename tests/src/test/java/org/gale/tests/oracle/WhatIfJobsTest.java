package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests that the oracle predicts each figure of the job that {@code gale storm direct --what-if} runs, and of each of
 * its groups alone: none and all direct, with a PE for each vCPU and for four. Seeds are drawn.
 */
class WhatIfJobsTest
{
    private static final String ALL = "all";
    /** Groups of the job, by the models of their devices: virtio, a NIC with DIM, NVMe, NVMe with coalescing. */
    private static final List<String> GROUPS = List.of("quiet", "web", "drive", "batch");
    private static final int SHARED_BY = 4;
    private static final int SEEDS = 1_000_000;
    private static final int DRAWS = 10;
    private static final int FEW = 900;
    private static final int MANY = 6_000;
    /** Enough for each vCPU to have handled an interrupt. */
    private static final String WARM_UP = "1ms";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {1}, seed of {2}")
    @CsvSource({"all, none, 1", "all, per-vcpu, 2", "quiet, none, 3", "quiet, per-vcpu, 4", "web, none, 5",
        "web, per-vcpu, 6", "drive, none, 7", "drive, per-vcpu, 8", "batch, none, 9", "batch, per-vcpu, 10"})
    void shouldPredictEachFigureOfAGroup(final String group, final String policy, final long number) throws IOException
    {
        judge(group, policy, number, FEW);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}, {1}, seeds of {2}")
    @CsvSource({"all, none, 100", "all, per-vcpu, 200", "quiet, none, 300", "quiet, per-vcpu, 400", "web, none, 500",
        "web, per-vcpu, 600", "drive, none, 700", "drive, per-vcpu, 800", "batch, none, 900", "batch, per-vcpu, 1000"})
    void shouldPredictEachFigureOfManySeeds(final String group, final String policy, final long number)
        throws IOException
    {
        for (int i = 0; i < DRAWS; i++)
        {
            judge(group, policy, number + i, MANY);
        }
    }

    /** Compares the report of each ratio of vCPUs to PEs with its prediction. */
    private void judge(final String group, final String policy, final long number, final int count) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(number);
        for (final int sharedBy : new int[]{1, SHARED_BY})
        {
            final ObjectNode job = job(group, policy, sharedBy, count == FEW).put("seed", 1 + random.nextInt(SEEDS))
                .put("count", count).put("warmup", WARM_UP);
            final GaleStorm storm = GaleStorm.run(job, directory);
            assertShown(group, policy, storm.report());
            final ObjectNode predicted =
                Prediction.of(new Run(new JournalText(storm.dump(), storm.traces())).toTheEnd());

            assertEquals(List.of(), Figures.differences(storm.report(), predicted, OracleTest.NEVER_PREDICTED,
                new TreeSet<>()), () -> sharedBy + ":1, seed " + job.get("seed"));
        }
    }

    /** Asserts that a report has what the comparison is about: requests, responses and exits of each group. */
    private static void assertShown(final String name, final String policy, final JsonNode report)
    {
        final Set<String> shown = new TreeSet<>();
        for (final JsonNode group : report.get("groups"))
        {
            shown.add(group.get("name").asText());
            assertTrue(group.at("/completions_per_s").asLong() > 0, group::toString);
            for (final String figure : List.of("request", "response", "handled"))
            {
                assertTrue(group.at("/latency_ns/" + figure + "/mean").asLong() > 0, () -> figure + ": " + group);
            }
        }
        assertEquals(new TreeSet<>(name.equals(ALL) ? GROUPS : List.of(name)), shown);
        assertTrue(report.at("/model/exits").isNumber(), report::toString);
        final boolean isDirect = report.at("/accounting/forwarded").asLong() == 0;
        assertEquals(!policy.equals("none"), isDirect, report.get("accounting")::toString);
    }

    /**
     * Returns the job of the question with one of its groups, or all, and a PE for some vCPUs.
     *
     * @param isSmall true if a group alone has one VM, so that the moderation of its devices has time to change
     */
    private static ObjectNode job(final String name, final String policy, final int sharedBy, final boolean isSmall)
    {
        final Load yaml = new Load(LoadSettings.builder().build());
        final ObjectNode job = new ObjectMapper().valueToTree(
            yaml.loadFromString(GaleStorm.gale("storm", "direct", "--what-if", "--print-job")));
        int vcpus = 0;
        for (final Iterator<JsonNode> groups = ((ArrayNode)job.get("vms")).elements(); groups.hasNext();)
        {
            final ObjectNode group = (ObjectNode)groups.next();
            if (isSmall && !name.equals(ALL))
            {
                group.put("count", 1);
            }
            if (name.equals(ALL) || name.equals(group.get("name").asText()))
            {
                vcpus += group.get("count").asInt() * group.get("vpes").asInt();
            }
            else
            {
                groups.remove();
            }
        }
        final ObjectNode machine = (ObjectNode)job.get("machine");
        machine.put("pes", vcpus / sharedBy);
        ((ObjectNode)machine.get("injection")).put("policy", policy);

        return job;
    }
}
