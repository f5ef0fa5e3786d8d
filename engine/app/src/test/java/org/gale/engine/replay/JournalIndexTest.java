package org.gale.engine.replay;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.CommandTouches;
import org.gale.engine.system.Machines;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Index of a journal, compared with the entries in RAM at the ends of its blocks. */
class JournalIndexTest
{
    private static final int VMS = 2;
    private static final int LPIS = 128;

    @TempDir
    Path directory;

    @Test
    void shouldKeepTheActionsOfBlocksThatBecomeOne()
    {
        final JournalIndex index = new JournalIndex();
        final int blocks = 2 * JournalIndex.BLOCK_LIMIT;
        for (int i = 1; i <= blocks; i++)
        {
            index.action(ActionKind.MOVE);
            index.action(i % 2 == 0 ? ActionKind.MOVE : ActionKind.MASK);
            index.end(new OwnerCounts(i, Map.of(), 0, 0, 0, Map.of()), i, new long[0]);
        }

        assertTrue(index.blocks().size() < JournalIndex.BLOCK_LIMIT, index.blocks().size() + " blocks");
        assertEquals(blocks * 3L / 2, sum(index, ActionKind.MOVE));
        assertEquals(blocks / 2L, sum(index, ActionKind.MASK));
        assertEquals(0, sum(index, ActionKind.TOGGLE));
    }

    /** A slot of a time line is several blocks of a long journal. */
    @Test
    void shouldSumTheActionsOfTheBlocksOfASlot()
    {
        final JournalIndex index = new JournalIndex();
        for (int i = 1; i <= 3; i++)
        {
            index.action(ActionKind.MOVE);
            index.action(i == 2 ? ActionKind.MASK : ActionKind.MOVE);
            index.end(new OwnerCounts(i, Map.of(), 0, 0, 0, Map.of()), i, new long[0]);
        }

        assertEquals(Map.of(ActionKind.MOVE, 5, ActionKind.MASK, 1),
            TimeLine.Slot.of(index.blocks(), OwnerCounts.NONE, 0).actions());
    }

    private static long sum(final JournalIndex index, final ActionKind kind)
    {
        return index.blocks().stream().mapToLong(block -> block.actions().getOrDefault(kind, 0)).sum();
    }

    /** Witness: an entry whose word differs between the ends of a block was changed in the block. */
    @Test
    void shouldNameEachInterruptThatABlockChanged() throws IOException
    {
        final Path journal = storm();
        final JournalIndex index = index(journal, new MemorySnapshots(1 << 20));

        long changes = 0;
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            for (final JournalIndex.Block block : index.blocks())
            {
                cursor.to(block.first() - 1);
                final int[] before = words(cursor.machine());
                cursor.to(block.last());
                final int[] after = words(cursor.machine());
                for (int i = 0; i < before.length && !block.hasOthers(); i++)
                {
                    if (before[i] != after[i])
                    {
                        changes++;
                        final long touch = CommandTouches.of(cursor.machine().accounts().vmOwner(i / LPIS),
                            Intid.of(Intid.TYPE_LPI, i % LPIS));
                        assertTrue(index.mayChange(touch).test(block), "VM " + i / LPIS + " LPI " + i % LPIS +
                            " in commands " + block.first() + " to " + block.last());
                    }
                }
            }
        }
        assertTrue(changes > 100, changes + " changes");
    }

    @Test
    void shouldFollowOneAnotherAndLeaveMostInterruptsOut() throws IOException
    {
        final JournalIndex index = index(storm(), new MemorySnapshots(1 << 20));

        long next = 1;
        for (final JournalIndex.Block block : index.blocks())
        {
            assertEquals(next, block.first());
            next = block.last() + 1;
        }
        assertEquals(next - 1, index.last());
        final long touch = CommandTouches.of(12_345, Intid.of(Intid.TYPE_LPI, 77));
        final List<JournalIndex.Block> wrong = index.blocks().stream().filter(block -> !block.hasOthers())
            .filter(index.mayChange(touch)).toList();
        assertTrue(wrong.size() < index.blocks().size() / 4, wrong.size() + " of " + index.blocks().size());
    }

    @Test
    void shouldReachEachPlaceByASnapshotInTheSameState() throws IOException
    {
        final Path journal = storm();
        final MemorySnapshots snapshots = new MemorySnapshots(1 << 20);
        final JournalIndex index = index(journal, snapshots);

        assertTrue(snapshots.count() >= 1 && snapshots.bytes() > 0);
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY, snapshots))
        {
            for (final long place : new long[] {index.last(), 700, 699, 9_000, 3, index.last() - 1, 4_000})
            {
                cursor.to(place);
                try (ReplayCursor plain = ReplayCursor.open(journal, place, Machines.FACTORY))
                {
                    assertEquals(plain.machine().runDigest(), cursor.machine().runDigest(), "command " + place);
                }
            }
        }
    }

    private Path storm()
    {
        final Path journal = directory.resolve("run");
        final String words = "storm default --vms 2 --vpes 2 --pes 4 --lpis 256 --devices 2 --events 128 --count 10k " +
            "--quiet --journal " + journal;
        assertEquals(0, GaleRun.of(new StringWriter(), new StringWriter(), words.split(" ", -1)));

        return journal;
    }

    private static JournalIndex index(final Path journal, final MemorySnapshots snapshots) throws IOException
    {
        final JournalIndex index = new JournalIndex();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY, snapshots))
        {
            final IndexPass pass = new IndexPass(cursor, index);
            while (pass.next())
            {
                assertTrue(index.last() <= cursor.sequence());
            }
        }

        return index;
    }

    private static int[] words(final Machine machine)
    {
        final int[] words = new int[VMS * LPIS];
        for (int i = 0; i < words.length; i++)
        {
            final long entry = InterruptQueries.of(machine).entry(machine.accounts().vmOwner(i / LPIS),
                Intid.of(Intid.TYPE_LPI, i % LPIS));
            words[i] = entry < 0 ? 0 : (int)entry;
        }

        return words;
    }
}
