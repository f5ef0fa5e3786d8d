package org.gale.tests.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the join of a sweep is that of a second, naive one, figure by figure. */
class NaiveMergeTest
{
    private static final String JOB = """
        job: parts
        clock: virtual
        warmup: 1ms
        machine: {kind: kvm, pes: 4}
        vms:
          - name: loud
            count: 1
            vpes: 2
            devices: [{name: nic, count: 1, events: 8, traffic: {kind: open, rate: 300k}}]
          - name: quiet
            count: 2
            vpes: 1
            devices: [{name: disk, count: 1, events: 1, traffic: {kind: io, depth: 2}}]
        phases:
          - {name: calm, duration: 4ms, change: {loud: {pause: true}}}
          - {name: noise, duration: 4ms}
        """;
    private static final String SWEEP = """
        sweep: parts
        job: job.yaml
        vary: {machine.pes: [1, 4]}
        seeds: [5, 9]
        report: {of: response.p99}
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldJoinRunsOfGroupsAndPhasesLikeTheNaiveOne() throws IOException, InterruptedException
    {
        final SweepFixture sweep = new SweepFixture(directory);
        Files.writeString(directory.resolve("job.yaml"), JOB);
        Files.writeString(sweep.sweep(), SWEEP);
        final StormProcess shard = sweep.shard("all", sweep.results("results"), "0/1");
        assertEquals(0, shard.exitCode(), shard.err());

        compare(sweep.results("results"), sweep, 2, 4);
    }

    private static void compare(final Path results, final SweepFixture sweep, final int points, final int runs)
        throws IOException
    {
        final Map<String, String> joined = sweep.joined("joined", List.of(results));

        final NaiveMerge naive = new NaiveMerge(results);
        assertEquals(points, naive.points().size());
        assertEquals(runs, naive.runs().size());
        final Path out = results.resolveSibling("joined");
        assertEquals(List.of(), differences(naive.points(), NaiveMerge.rows(out.resolve("points.jsonl"))));
        assertEquals(List.of(), differences(naive.runs(), NaiveMerge.rows(out.resolve("runs.jsonl"))));
        assertEquals(8, joined.size());
    }

    /** Returns what differs between two lists of rows, a line each. */
    private static List<String> differences(
        final List<Map<String, String>> expected, final List<Map<String, String>> actual)
    {
        final List<String> differences = new ArrayList<>();
        assertEquals(expected.size(), actual.size());
        for (int row = 0; row < expected.size(); row++)
        {
            final Set<String> pointers = new TreeSet<>(expected.get(row).keySet());
            pointers.addAll(actual.get(row).keySet());
            for (final String pointer : pointers)
            {
                final String naive = expected.get(row).get(pointer);
                final String joined = actual.get(row).get(pointer);
                if (!Objects.equals(naive, joined))
                {
                    differences.add("row " + row + ' ' + pointer + ": " + naive + ", and joined " + joined);
                }
            }
        }

        return differences;
    }
}
