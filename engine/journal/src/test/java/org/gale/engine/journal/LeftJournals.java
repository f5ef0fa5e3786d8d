package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Journals that their writers left, for tests of other packages. */
public final class LeftJournals
{
    private LeftJournals()
    {
    }

    /** Copies a journal that is open, as a dead process leaves it. */
    public static void copy(final JournalWriter writer, final Path from, final Path to) throws IOException
    {
        Journals.copyLeft(writer, from, to);
    }

    /** Copies a journal that nobody changes. */
    public static void copy(final Path from, final Path to)
    {
        Journals.copy(from, to);
    }

    /** Rewrites the boot id, so that the machine seems to have lost its power. */
    public static void loseBoot(final Path journal) throws IOException
    {
        final MarkImage image = MarkImage.read(journal);
        Mark.store(journal, image.appended(), image.forced(), image.pid(), ~image.bootId());
    }

    /** Clears the mark, as if no frame had been appended or forced. */
    public static void forgetAll(final Path journal) throws IOException
    {
        final MarkImage image = MarkImage.read(journal);
        Mark.store(journal, Mark.NONE, Mark.NONE, image.pid(), image.bootId());
        SegmentFiles.deleteFrom(journal, 0);
    }

    /** Adds a torn frame behind the last one, as a writer leaves it that dies while it copies. */
    public static void addTornFrame(final Path journal) throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            JournalOpening.readToEnd(reader);
            Journals.put(reader.file(), reader.position().offset() + 100L, new byte[]{ 1, 2, 3 });
        }
    }

    /** Deletes segments from a number on: those that a writer has made ahead, as far as it has come with them. */
    public static void deleteFrom(final Path journal, final int segment) throws IOException
    {
        SegmentFiles.deleteFrom(journal, segment);
    }

    /** Purges the oldest segments of a journal that is closed, as its writer does to stay within a limit. */
    public static void purge(final Path journal, final int segments) throws IOException
    {
        final Path file = journal.resolve(JournalText.NAME);
        final SealedSegment last = JournalFileContent.read(file).sealed().get(segments - 1);
        Files.write(file, JournalText.purged(last), StandardOpenOption.APPEND);
        for (int i = 0; i < segments; i++)
        {
            SegmentFiles.delete(SegmentFormat.directory(journal, i));
        }
    }

    /** Inverts a bit of the first segment. */
    public static void damage(final Path journal) throws IOException
    {
        Journals.flip(Journals.file(journal, 0), 5000, 1);
    }
}
