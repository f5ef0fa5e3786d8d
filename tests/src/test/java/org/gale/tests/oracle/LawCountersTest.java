package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests that the oracle predicts the counters of the witnesses beside devices: requests, packets, buffers, expiries and
 * sends of drawn storms. It says nothing of the counters of guests and streams.
 */
class LawCountersTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({ "gicv5, 0, 3", "kvm, 1000, 1003", "gicv4, 2000, 2002" })
    void shouldPredictTheCountersOfAFewStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({ "gicv5, 10000, 10200", "kvm, 20000, 20200", "gicv4, 30000, 30200" })
    void shouldPredictTheCountersOfManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    private void judge(final String kind, final long from, final long to) throws IOException
    {
        final TreeSet<String> names = new TreeSet<>();
        for (long seed = from; seed < to; seed++)
        {
            final ObjectNode job = DrawnJob.of(kind, seed);
            final GaleStorm storm = GaleStorm.run(job, directory);
            final Run run = new Run(new JournalText(storm.dump(), storm.traces())).toTheEnd();
            final Map<String, Long> predicted = run.traffic.witnessed();
            final Map<String, Long> counted = GaleStorm.witnessed(job, directory);
            counted.keySet().removeIf(name -> name.startsWith("handlers.") || name.startsWith("streams."));

            assertEquals(predicted, counted, "seed " + seed + " of " + kind + ": " + job);
            names.addAll(counted.keySet());
        }
        assertEquals(names.isEmpty(), false, "no device of any seed has a witness");
    }
}
