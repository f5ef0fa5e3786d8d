package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Tests that the reports of drawn storms are what the pages say: each figure is that of the oracle. Seed and job of a
 * difference are printed, with the smallest job that still differs.
 */
class OracleTest
{
    /** Figures that nobody predicts: those of the host, of bytes, of digests, and of a picture in rounded steps. */
    static final Set<String> NEVER_PREDICTED = Set.of(
        "digest", "host/version", "host/jdk", "host/cores", "host/run_s", "host/resumed", "host/ram_file",
        "host/journal/", "host/digest", "host/replay", "host/intervals/", "heat/");
    /** Figures that are not predicted yet: new ones stand here until the oracle has them. */
    private static final Set<String> NOT_YET_PREDICTED = Set.of();
    private static final int SHOWN = 25;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"gicv5, 0, 4", "kvm, 1000, 1004", "gicv4, 2000, 2004", "kvm, 20216, 20217",
        "kvm, 100021, 100022", "msix, 5000, 5004", "gicv5, 110000, 110002",
        "kvm, 120002, 120004", "gicv4, 130000, 130002", "gicv5, 200007, 200008", "kvm, 210003, 210004",
        "gicv4, 220002, 220003", "gicv4, 2008, 2009"})
    void shouldPredictEachFigureOfAFewStorms(final String kind, final long from, final long to) throws IOException
    {
        assertEquals(leftOut(), judge(kind, from, to), "figures that are left out, and that no report has");
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 10000, 10600", "kvm, 20000, 20700", "gicv4, 30000, 30700", "msix, 90000, 90600",
        "gicv5, 110000, 110300", "kvm, 120000, 120300", "gicv4, 130000, 130300"})
    void shouldPredictEachFigureOfManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    @ParameterizedTest
    @CsvSource({"gicv5, 140000, 140004", "gicv5, 140015, 140016", "kvm, 150003, 150007", "msix, 160000, 160003"})
    void shouldPredictMovesOfVectorsOfAFewStorms(final String kind, final long from, final long to) throws IOException
    {
        judgeMoves(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 140100, 140300", "kvm, 150100, 150300", "msix, 160100, 160200"})
    void shouldPredictMovesOfVectorsOfManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judgeMoves(kind, from, to);
    }

    @ParameterizedTest
    @CsvSource({"gicv5, 170000, 170003", "kvm, 171000, 171003", "msix, 172000, 172002"})
    void shouldPredictVcpusThatGoOfflineInAFewStorms(final String kind, final long from, final long to)
        throws IOException
    {
        judgeOffline(kind, from, to);
    }

    @Tag("B-ITS-8")
    @ParameterizedTest
    @CsvSource({"gicv5, 180000, 180002", "kvm, 190001, 190003"})
    void shouldPredictMovesByTranslationEntry(final String kind, final long from, final long to) throws IOException
    {
        judgeMovesByEntry(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 180100, 180140", "kvm, 190100, 190140"})
    void shouldPredictMovesByTranslationEntryInManyStorms(final String kind, final long from, final long to)
        throws IOException
    {
        judgeMovesByEntry(kind, from, to);
    }

    private void judgeMovesByEntry(final String kind, final long from, final long to) throws IOException
    {
        for (long seed = from; seed < to; seed++)
        {
            check(kind, seed, JudgedJob.of(DrawnAffinity.byEntry(kind, seed), directory, leftOut(), new TreeSet<>()));
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 170100, 170160", "kvm, 171100, 171160", "msix, 172100, 172140"})
    void shouldPredictVcpusThatGoOfflineInManyStorms(final String kind, final long from, final long to)
        throws IOException
    {
        judgeOffline(kind, from, to);
    }

    @ParameterizedTest
    @CsvSource({"gicv5, 175000, 175004", "kvm, 176000, 176004", "msix, 177000, 177002"})
    void shouldPredictManagedVectorsOfAFewStorms(final String kind, final long from, final long to) throws IOException
    {
        judgeManaged(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 175100, 175200", "kvm, 176100, 176200", "msix, 177100, 177140"})
    void shouldPredictManagedVectorsOfManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judgeManaged(kind, from, to);
    }

    private void judgeManaged(final String kind, final long from, final long to) throws IOException
    {
        for (long seed = from; seed < to; seed++)
        {
            check(kind, seed, JudgedJob.of(DrawnAffinity.managed(kind, seed), directory, leftOut(), new TreeSet<>()));
        }
    }

    private void judgeOffline(final String kind, final long from, final long to) throws IOException
    {
        for (long seed = from; seed < to; seed++)
        {
            check(kind, seed, JudgedJob.of(DrawnAffinity.offline(kind, seed), directory, leftOut(), new TreeSet<>()));
        }
    }

    private void judgeMoves(final String kind, final long from, final long to) throws IOException
    {
        for (long seed = from; seed < to; seed++)
        {
            check(kind, seed, JudgedJob.of(DrawnAffinity.of(kind, seed), directory, leftOut(), new TreeSet<>()));
        }
    }

    /** Tests jobs of which one in thirty defers interrupts of NICs. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 200000, 200300", "kvm, 210000, 210200", "gicv4, 220000, 220200"})
    void shouldPredictPollsByTimers(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    /** A second interrupt of a network card is pending as its first handler masks the vector: LPIs of GICv4 may be. */
    @Tag("V4-ID-7")
    @Test
    void shouldPollADeferredQueueWhoseInterruptWasStillPending() throws IOException
    {
        final int seed = 40_016;

        check("gicv4", seed,
            JudgedJob.of(DrawnJob.ofResidency("gicv4", seed), directory, leftOut(), new TreeSet<>()));
    }

    /** Tests 500 jobs with all of what residency costs: both kinds with scheduled vCPUs. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv4, 40000, 40400", "kvm, 50000, 50100"})
    void shouldPredictEachFigureOfStormsWithAllOfResidency(final String kind, final long from, final long to)
        throws IOException
    {
        for (long seed = from; seed < to; seed++)
        {
            check(kind, seed, JudgedJob.of(DrawnJob.ofResidency(kind, seed), directory, leftOut(), new TreeSet<>()));
        }
    }

    /** Judges the jobs of some seeds; returns the figures that were left out. */
    private Set<String> judge(final String kind, final long from, final long to) throws IOException
    {
        final Set<String> met = new TreeSet<>();
        for (long seed = from; seed < to; seed++)
        {
            final ObjectNode job = DrawnJob.of(kind, seed);
            try
            {
                check(kind, seed, JudgedJob.of(job, directory, leftOut(), met));
            }
            catch (final IllegalStateException | IndexOutOfBoundsException | NullPointerException ex)
            {
                throw new AssertionError("seed " + seed + " of " + kind + ": " + job, ex);
            }
        }

        return met;
    }

    private void check(final String kind, final long seed, final JudgedJob judged) throws IOException
    {
        if (!judged.isRight())
        {
            final JudgedJob smallest = SmallerJobs.smallest(judged, directory, leftOut());
            fail(judged.differences().size() + " figures of seed " + seed + " of " + kind + " differ. The smallest: " +
                smallest.job() + '\n' + String.join("\n", smallest.differences().stream().limit(SHOWN).toList()));
        }
    }

    private static Set<String> leftOut()
    {
        final Set<String> names = new TreeSet<>(NEVER_PREDICTED);
        names.addAll(NOT_YET_PREDICTED);

        return names;
    }
}
