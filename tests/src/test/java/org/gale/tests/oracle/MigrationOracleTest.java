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
 * Tests that reports of drawn storms whose VMs migrate are what the pages say: each figure is that of the oracle. Seed
 * and job of a difference are printed, with the smallest job that still differs.
 */
@Tag("M-MIG-1")
@Tag("M-MIG-2")
class MigrationOracleTest
{
    private static final int SHOWN = 25;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"kvm, 140009, 140012", "kvm, 140104, 140105", "gicv4, 150000, 150003", "gicv4, 150037, 150038",
        "msix, 160001, 160004", "msix, 160014, 160015", "msix, 160095, 160096"})
    void shouldPredictEachFigureOfAFewStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"kvm, 140000, 140200", "gicv4, 150000, 150100", "msix, 160000, 160100"})
    void shouldPredictEachFigureOfManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    private void judge(final String kind, final long from, final long to) throws IOException
    {
        long completed = 0;
        for (long seed = from; seed < to; seed++)
        {
            final ObjectNode job = DrawnMigrations.of(kind, seed);
            try
            {
                final JudgedJob judged = JudgedJob.of(job, directory, OracleTest.NEVER_PREDICTED, new TreeSet<>());
                completed += judged.migrated();
                check(kind, seed, judged);
            }
            catch (final IllegalStateException | IndexOutOfBoundsException | NullPointerException ex)
            {
                throw new AssertionError("seed " + seed + " of " + kind + ": " + job, ex);
            }
        }

        assertTrue(completed >= to - from, "migrations that were completed: " + completed);
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
