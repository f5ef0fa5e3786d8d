package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Tests that reports of drawn storms are what the pages say where ksoftirqd shares vCPUs with the own work of guests:
 * each figure is that of the oracle. Seed and job of a difference are printed, with the smallest job that still
 * differs.
 */
class LaterOracleTest
{
    private static final int SHOWN = 25;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"gicv5, 230000, 230003", "gicv5, 230112, 230113", "kvm, 240000, 240002", "gicv4, 250000, 250002"})
    void shouldPredictTurnsInAFewStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 230100, 230160", "kvm, 240100, 240160", "gicv4, 250100, 250160", "msix, 260100, 260140"})
    void shouldPredictTurnsInManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    private void judge(final String kind, final long from, final long to) throws IOException
    {
        long turns = 0;
        for (long seed = from; seed < to; seed++)
        {
            final ObjectNode job = DrawnLater.shared(kind, seed);
            try
            {
                final JudgedJob judged = JudgedJob.of(job, directory, OracleTest.NEVER_PREDICTED, new TreeSet<>());
                turns += judged.turns();
                check(kind, seed, judged);
            }
            catch (final IllegalStateException | IndexOutOfBoundsException | NullPointerException ex)
            {
                throw new AssertionError("seed " + seed + " of " + kind + ": " + job, ex);
            }
        }

        assertTrue(turns >= to - from, "turns of guests: " + turns);
    }

    private void check(final String kind, final long seed, final JudgedJob judged) throws IOException
    {
        if (!judged.isRight())
        {
            final JudgedJob smallest =
                SmallerJobs.smallest(judged, directory, new TreeSet<>(OracleTest.NEVER_PREDICTED));
            fail(judged.differences().size() + " figures of seed " + seed + " of " + kind + " differ. The smallest: " +
                smallest.job() + '\n' + String.join("\n", smallest.differences().stream().limit(SHOWN).toList()));
        }
    }
}
