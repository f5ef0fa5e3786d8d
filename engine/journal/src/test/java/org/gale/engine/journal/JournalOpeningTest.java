package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Marks and segments of journals that are sealed, resumed or repaired, and snapshots at the bounds of segments. */
class JournalOpeningTest
{
    @TempDir
    private Path home;
    private final SteppedHost host = new SteppedHost();

    @Test
    void shouldSealAJournalThatItsWriterLeftAndNameItsLastFrame() throws IOException
    {
        final Path left = left();
        final MarkImage before = MarkImage.read(left);
        assertEquals(Mark.value(0, 4), before.appended());
        assertTrue(Files.exists(SegmentFormat.directory(left, 1)), "it was made ahead");
        Mark.store(left, Mark.value(0, 3), Mark.NONE, 9, before.bootId());

        final JournalEnd end = JournalOpening.seal(left);

        assertEquals(JournalEnd.Status.LEFT, end.status());
        assertEquals(4, end.frames());
        assertEquals(new MarkImage(Mark.value(0, 4), Mark.NONE, 9, before.bootId()), MarkImage.read(left));
        assertFalse(Files.exists(SegmentFormat.directory(left, 1)));
        assertEquals(1, JournalFileContent.read(left.resolve(JournalText.NAME)).sealed().size());
        final byte[] sealed = Files.readAllBytes(Journals.file(left, 0));
        assertEquals(end.commands(), JournalOpening.seal(left).commands());
        assertArrayEquals(sealed, Files.readAllBytes(Journals.file(left, 0)));
    }

    @Test
    void shouldNameItsProcessInTheMarkOfAJournalThatItResumes() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        final MarkImage before = MarkImage.read(run);
        Mark.store(run, before.appended(), Mark.NONE, 77, 78);

        try (JournalWriter writer = new JournalOpening(Journals.SMALL, host).resume(run))
        {
            assertNull(writer.failure());
            assertEquals(new MarkImage(before.appended(), before.appended(), host.pid(), host.bootId()),
                MarkImage.read(run));
        }
    }

    @Test
    void shouldRepairAJournalForItsHost() throws IOException
    {
        final Path left = left();
        final MarkImage before = MarkImage.read(left);
        Mark.store(left, before.appended(), before.forced(), 77, ~before.bootId());

        final JournalEnd end = JournalRepair.repair(left, host);

        assertEquals(JournalEnd.Status.POWER_LOSS, end.status());
        assertEquals(new MarkImage(Mark.value(0, 4), Mark.value(0, 4), host.pid(), host.bootId()),
            MarkImage.read(left));
        assertFalse(Files.exists(SegmentFormat.directory(left, 1)), "it was made ahead");
        assertEquals(JournalEnd.Status.LEFT, JournalRepair.repair(left).status(), "it is repaired");
    }

    @Test
    void shouldFindTheSnapshotThatASegmentBeginsWith() throws IOException
    {
        final Path run = home.resolve("run");
        final long commands;
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            // Ten frames of 5,656 bytes leave room for a short frame, and none for the longest.
            Journals.append(writer, 10, 700);
            commands = writer.nextSequence() - 1;
            writer.frame().putLong(writer.payloadOffset(), 0);
            assertTrue(writer.append(Frame.SNAPSHOT, writer.payloadLimit()));
            assertEquals(1, writer.segment());
            assertTrue(writer.appendDigest(8));
            Journals.append(writer, 1, 1);
        }

        try (JournalReader reader = JournalReader.open(run))
        {
            final JournalPosition found = reader.lastSnapshot(commands, null);
            assertNotNull(found);
            assertEquals(1, found.segment());
            assertEquals(SegmentFormat.FIRST_CHAIN_OFFSET, found.offset());
            assertNull(reader.lastSnapshot(commands - 1, null));
            assertNull(reader.lastSnapshot(commands, found), "there is none before it");
            assertTrue(reader.seek(found));
            assertTrue(reader.next());
            assertEquals(Frame.SNAPSHOT, reader.kind());
        }
    }

    /** Returns a journal of four frames and a segment made ahead, as a dead process leaves it. */
    private Path left() throws IOException
    {
        final Path open = home.resolve("open");
        final Path left = home.resolve("left");
        try (JournalWriter writer = new JournalOpening(Journals.SMALL, host).create(open, Journals.CONFIGURATION))
        {
            Journals.append(writer, 3, 100);
            host.work();
            Journals.copy(open, left);
        }

        return left;
    }
}
