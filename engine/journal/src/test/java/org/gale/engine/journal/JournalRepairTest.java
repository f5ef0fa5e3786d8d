package org.gale.engine.journal;

import org.gale.engine.host.ThreadHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a journal that was not closed when the machine lost its power. */
class JournalRepairTest
{
    private static final long OTHER_BOOT = 42;

    @TempDir
    private Path home;
    private Path left;
    private long forcedCommands;
    private long commands;

    @BeforeEach
    void leaveJournal() throws IOException
    {
        final Path run = home.resolve("run");
        left = home.resolve("left");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL.forced(4, Long.MAX_VALUE)))
        {
            while (writer.segment() < 2)
            {
                Journals.append(writer, 1, 500);
            }
            writer.flush(true, 0);
            forcedCommands = writer.nextSequence() - 1;
            Journals.append(writer, 3, 500);
            commands = writer.nextSequence() - 1;
            Journals.copyLeft(writer, run, left);
        }
    }

    @Test
    void shouldKnowThatTheMachineWentDown() throws IOException
    {
        assertEquals(JournalEnd.Status.LEFT, Journals.read(left).status());

        final JournalEnd end = Journals.read(left, OTHER_BOOT);

        assertEquals(JournalEnd.Status.POWER_LOSS, end.status());
        assertEquals(commands, end.commands());
        assertNull(end.damage());
        final JournalException exception = assertThrows(JournalException.class,
            () -> booted().resume(left));
        assertEquals(JournalException.Reason.NEEDS_REPAIR, exception.reason());
    }

    @Test
    void shouldReadAClosedJournalUnderAnyBoot() throws IOException
    {
        assertEquals(JournalEnd.Status.CLOSED, Journals.read(home.resolve("run"), OTHER_BOOT).status());
        assertEquals(JournalEnd.Status.CLOSED, JournalRepair.repair(home.resolve("run"), OTHER_BOOT).status());
    }

    @Test
    void shouldKeepEverythingWhenNothingIsMissing() throws IOException
    {
        JournalRepair.repair(left, OTHER_BOOT);

        expectRepaired(commands);
    }

    @Test
    void shouldCutUnsoundFramesAfterTheForcedOnes() throws IOException
    {
        final SplittableRandom random = new SplittableRandom(1);
        final int end = forcedEnd();
        for (int turn = 0; turn < 12; turn++)
        {
            final Path copy = home.resolve("copy" + turn);
            Journals.copy(left, copy);
            final Path file = Journals.file(copy, 2);
            switch (turn % 4)
            {
                case 0 -> Journals.resize(file, end + 8 + random.nextInt(3000));
                case 1 -> Journals.put(file, end + random.nextInt(9000), new byte[6000]);
                case 2 -> Journals.flip(file, end + 20 + random.nextInt(9000), 1 << random.nextInt(8));
                default -> Files.delete(Journals.metadata(copy, 2));
            }

            final JournalEnd before = JournalRepair.repair(copy, OTHER_BOOT);

            assertEquals(JournalEnd.Status.POWER_LOSS, before.status());
            final JournalEnd after = Journals.read(copy, OTHER_BOOT);
            assertEquals(JournalEnd.Status.LEFT, after.status());
            assertTrue(after.commands() >= forcedCommands, "turn " + turn);
            assertEquals(before.commands(), after.commands());
            assertEquals(SegmentFormat.METADATA_LENGTH, Files.size(Journals.metadata(copy, 2)));
            booted().resume(copy).close();
            assertEquals(JournalEnd.Status.CLOSED, Journals.read(copy, OTHER_BOOT).status());
        }
    }

    @Test
    void shouldRefuseWhenAForcedFrameIsDamaged() throws IOException
    {
        Journals.flip(Journals.file(left, 2), forcedEnd() - 50, 1);

        expectRefused();
    }

    @Test
    void shouldRefuseWhenAForcedFrameIsMissing() throws IOException
    {
        SegmentFiles.delete(SegmentFormat.directory(left, 2));

        expectRefused();
    }

    /** Loses the last forced frame of a segment of which an earlier one is still there. */
    @ParameterizedTest(name = "as if never written: {0}")
    @ValueSource(booleans = { true, false })
    void shouldRefuseWhenTheLastForcedFrameIsMissing(final boolean isBlank) throws IOException
    {
        final Path run = home.resolve("more");
        left = home.resolve("short");
        final int end;
        try (JournalWriter writer = Journals.create(run, Journals.SMALL.forced(4, Long.MAX_VALUE)))
        {
            Journals.append(writer, 2, 50);
            writer.flush(true, 0);
            Journals.copyLeft(writer, run, left);
            end = forcedEnd(0);
            Journals.append(writer, 2, 50);
            writer.flush(true, 0);
            left = home.resolve("whole");
            Journals.copyLeft(writer, run, left);
        }
        final int wholeEnd = forcedEnd(0);
        assertTrue(end < wholeEnd);
        removeNext();
        final Path file = Journals.file(left, 0);
        if (isBlank)
        {
            Journals.put(file, end, new byte[wholeEnd - end]);
        }
        else
        {
            Journals.flip(file, wholeEnd - 50, 1);
        }

        final JournalEnd found = Journals.read(left, OTHER_BOOT);

        assertEquals(JournalEnd.Status.DAMAGED, found.status());
        assertEquals(0, found.damage().segment());
        expectRefused();
    }

    @Test
    void shouldRefuseWhenASealedSegmentIsDamaged() throws IOException
    {
        Journals.flip(Journals.file(left, 0), 3000, 1);

        expectRefused();
    }

    @Test
    void shouldRepairAJournalOfWhichOnlyTheMarkReachedTheDevice() throws IOException
    {
        final Path run = home.resolve("process");
        final Path copy = home.resolve("copy");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            Journals.append(writer, 3, 10);
            Journals.copyLeft(writer, run, copy);
        }
        SegmentFiles.deleteFrom(copy, 0);
        final MarkImage image = MarkImage.read(copy);
        Mark.store(copy, image.appended(), Mark.NONE, image.pid(), image.bootId());

        JournalRepair.repair(copy, OTHER_BOOT);

        final JournalEnd end = Journals.read(copy, OTHER_BOOT);
        assertEquals(JournalEnd.Status.LEFT, end.status());
        assertEquals(0, end.frames());
    }

    @Test
    void shouldFinishARepairThatDied() throws IOException
    {
        // Dead after the seals and before the mark: the boot is still the other one.
        final MarkImage image = MarkImage.read(left);
        JournalRepair.repair(left, OTHER_BOOT);
        Mark.store(left, image.appended(), image.forced(), image.pid(), image.bootId());

        assertEquals(JournalEnd.Status.POWER_LOSS, JournalRepair.repair(left, OTHER_BOOT).status());

        expectRepaired(commands);
    }

    private int forcedEnd() throws IOException
    {
        return forcedEnd(2);
    }

    /** Removes the next segment, which a helper has made by now, or has not. */
    private void removeNext() throws IOException
    {
        Files.deleteIfExists(Journals.file(left, 1));
        Files.deleteIfExists(Journals.metadata(left, 1));
        Files.deleteIfExists(Journals.file(left, 1).getParent());
    }

    private int forcedEnd(final int segment) throws IOException
    {
        final long forced = MarkImage.read(left).forced();
        assertEquals(segment, Mark.segment(forced));
        try (JournalReader reader = JournalReader.open(left))
        {
            while (reader.next())
            {
                if (reader.segment() == segment && reader.frameNumber() == Mark.number(forced))
                {
                    return reader.position().offset();
                }
            }
        }
        throw new AssertionError("not there");
    }

    private void expectRepaired(final long expectedCommands) throws IOException
    {
        final JournalEnd end = Journals.read(left, OTHER_BOOT);
        assertEquals(JournalEnd.Status.LEFT, end.status());
        assertEquals(expectedCommands, end.commands());
        assertEquals(JournalEnd.Status.LEFT, JournalRepair.repair(left, OTHER_BOOT).status());
    }

    /** Returns an opening on a host that was booted since. */
    private static JournalOpening booted()
    {
        return new JournalOpening(
            Journals.SMALL, new ThreadedHost(OTHER_BOOT, ThreadHost.INSTANCE), new ZeroWriter());
    }

    private void expectRefused() throws IOException
    {
        final byte[] before = Files.readAllBytes(left.resolve(Mark.NAME));

        final JournalException exception =
            assertThrows(JournalException.class, () -> JournalRepair.repair(left, OTHER_BOOT));

        assertEquals(JournalException.Reason.DAMAGED, exception.reason());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(left.resolve(Mark.NAME))));
    }
}
