package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of searches over the journals of short storms, with snapshots, without them, and with a purged beginning. */
class ChangeSearchTest
{
    private static final long STEP = 3_000;

    @TempDir
    private static Path home;
    private static Path plain;
    private static Path withSnapshots;
    private static long commands;

    @BeforeAll
    static void runStorms() throws IOException, InterruptedException
    {
        plain = home.resolve("plain");
        Runs.storm(plain, JournalConfig.DEFAULT, 20_000, SnapshotSchedule.AT_END);
        withSnapshots = home.resolve("snapshots");
        Runs.storm(withSnapshots, JournalConfig.DEFAULT, 20_000, SnapshotSchedule.ofCommands(4_000));
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(plain, Machines.FACTORY))
        {
            commands = cursor.sequence();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_023, 1_024, 1_025, 2_049, 7_777, 15_000})
    void shouldFindTheCommandAtWhichAConditionBeginsToHold(final long count) throws IOException
    {
        for (final Path journal : List.of(plain, withSnapshots))
        {
            final ChangeSearch.FieldChange expected = linear(journal, atLeast(count), 0, Long.MAX_VALUE).get(0);
            try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
            {
                final ChangeSearch.Bisected found =
                    ChangeSearch.bisect(cursor, atLeast(count), "yes"::equals, Long.MAX_VALUE);

                assertEquals(expected, found.change());
                assertEquals(List.of(0L, "no", "yes"), List.of(found.from(), found.atFrom(), found.atTo()));
                assertTrue(found.to() > 15_000 && !found.holdsFirst(), found.toString());
            }
        }
    }

    @Test
    void shouldFindTheCommandAtWhichAConditionCeasesToHold() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(plain, 500, Machines.FACTORY))
        {
            final ChangeSearch.Bisected found = ChangeSearch.bisect(cursor, atLeast(9_000), "no"::equals, 12_000);

            assertEquals(linear(plain, atLeast(9_000), 0, 12_000).get(0), found.change());
            assertEquals(List.of(500L, 12_000L), List.of(found.from(), found.to()));
            assertTrue(found.holdsFirst());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, no, no", "10, yes, yes"})
    void shouldFindNothingWhereBothEndsAgree(final long from, final String first, final String last) throws IOException
    {
        final long count = first.equals("yes") ? 1 : Long.MAX_VALUE;
        try (ReplayCursor cursor = ReplayCursor.open(plain, from, Machines.FACTORY))
        {
            assertEquals(new ChangeSearch.Bisected(from, commands, first.equals("yes"), first, last, null),
                ChangeSearch.bisect(cursor, atLeast(count), "yes"::equals, Long.MAX_VALUE));
        }
    }

    @Test
    void shouldNotSeeWhatChangesAndComesBack() throws IOException
    {
        final Function<Machine, String> middle = machine ->
            Math.abs(machine.commandCount() - commands / 2) < commands / 4 ? "yes" : "no";
        assertEquals(2, linear(plain, middle, 0, Long.MAX_VALUE).size());
        try (ReplayCursor cursor = ReplayCursor.openAtStart(plain, Machines.FACTORY))
        {
            assertNull(ChangeSearch.bisect(cursor, middle, "yes"::equals, Long.MAX_VALUE).change());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_024, 1_025, 1_500, 2_048, 3_000, 5_120, 5_121, 9_000, 16_000})
    void shouldFindAChangeHoweverFarBackItIs(final long distance) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(plain, Machines.FACTORY))
        {
            final long changed = cursor.machine().commandCount() - distance + 1;

            final ChangeSearch.FieldChange found = ChangeSearch.last(cursor, atLeast(changed));

            assertEquals(linear(plain, atLeast(changed), 0, Long.MAX_VALUE), List.of(found));
        }
    }

    @Test
    void shouldFindTheLastChangeBeforeHereAndTheOnesBeforeIt() throws IOException
    {
        for (final Path journal : List.of(plain, withSnapshots))
        {
            final List<ChangeSearch.FieldChange> expected = linear(journal, every(STEP), 0, Long.MAX_VALUE);
            try (ReplayCursor cursor = ReplayCursor.openAtEnd(journal, Machines.FACTORY))
            {
                for (int i = expected.size() - 1; i >= 0; i--)
                {
                    assertEquals(expected.get(i), ChangeSearch.last(cursor, every(STEP)));
                    assertEquals(expected.get(i).sequence() - 1, cursor.sequence());
                    assertEquals(expected.get(i).before(), every(STEP).apply(cursor.machine()));
                }
                final long here = cursor.sequence();
                assertNull(ChangeSearch.last(cursor, every(STEP)));
                assertEquals(here, cursor.sequence());
            }
        }
    }

    @Test
    void shouldFindTheChangeByTheCommandWhereItStands() throws IOException
    {
        final ChangeSearch.FieldChange expected = linear(plain, every(STEP), 0, Long.MAX_VALUE).get(1);
        try (ReplayCursor cursor = ReplayCursor.open(plain, expected.sequence(), Machines.FACTORY))
        {
            assertEquals(expected, ChangeSearch.last(cursor, every(STEP)));
        }
    }

    @Test
    void shouldGoBackNoFurtherThanTheFirstSnapshotOfAPurgedJournal() throws IOException, InterruptedException
    {
        final Path purged = home.resolve("purged");
        Runs.purgedStorm(purged);
        final long first;
        try (ReplayCursor cursor = ReplayCursor.openAtStart(purged, Machines.FACTORY))
        {
            first = cursor.sequence();
            assertTrue(first > 0, "nothing is purged");
        }
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(purged, Machines.FACTORY))
        {
            final long here = cursor.sequence();
            assertNull(ChangeSearch.last(cursor, machine -> "the same"));
            assertEquals(here, cursor.sequence());

            final List<ChangeSearch.FieldChange> changes = linear(purged, every(STEP), first, Long.MAX_VALUE);
            for (int i = changes.size() - 1; i >= 0; i--)
            {
                assertEquals(changes.get(i), ChangeSearch.last(cursor, every(STEP)));
            }
            assertNull(ChangeSearch.last(cursor, every(STEP)));
        }
    }

    @Test
    void shouldJumpOverCommandsByASnapshotAlone() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.openAtStart(withSnapshots, Machines.FACTORY))
        {
            final Machine first = cursor.machine();
            cursor.jump(500);
            assertSame(first, cursor.machine());
            cursor.jump(15_000);
            assertNotSame(first, cursor.machine());
            assertEquals(15_000, cursor.sequence());
        }
        try (ReplayCursor cursor = ReplayCursor.openAtStart(plain, Machines.FACTORY))
        {
            final Machine first = cursor.machine();
            cursor.jump(15_000);
            assertSame(first, cursor.machine());
        }
    }

    /** Returns all changes between two commands, found one by one. */
    private static List<ChangeSearch.FieldChange> linear(
        final Path journal, final Function<Machine, String> value, final long from, final long to) throws IOException
    {
        final List<ChangeSearch.FieldChange> changes = new ArrayList<>();
        try (ReplayCursor cursor = ReplayCursor.open(journal, from, Machines.FACTORY))
        {
            String before = value.apply(cursor.machine());
            String text = "";
            while (text != null && cursor.sequence() < to)
            {
                text = cursor.step();
                final String now = value.apply(cursor.machine());
                if (!now.equals(before))
                {
                    changes.add(new ChangeSearch.FieldChange(cursor.sequence(), text, before, now));
                }
                before = now;
            }
        }

        return changes;
    }

    private static Function<Machine, String> atLeast(final long count)
    {
        return machine -> machine.commandCount() >= count ? "yes" : "no";
    }

    private static Function<Machine, String> every(final long step)
    {
        return machine -> Long.toString(machine.commandCount() / step);
    }
}
