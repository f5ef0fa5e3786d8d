package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Journal that is open for its one writer: the result of an opening. Owned by the writer, which closes the files.
 *
 * @param directory directory of the journal
 * @param file      {@code gale.journal}, locked
 * @param mark      mark of the writer
 * @param end       end of the chain, which the writer continues with the next segment
 * @param mistake   deliberate mistake of the writer, for tests
 */
record OpenJournal(Path directory, JournalFile file, Mark mark, ChainEnd end, JournalMistake mistake)
{
    /**
     * Maps the mark of a journal.
     *
     * @param file closed if that fails
     */
    static OpenJournal of(
        final Path directory,
        final JournalFile file,
        final ChainEnd end,
        final SegmentStore store,
        final JournalMistake mistake) throws IOException
    {
        try
        {
            return new OpenJournal(
                directory, file, new Mark(store.openMark(directory.resolve(Mark.NAME))), end, mistake);
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            file.close();
            throw throwable;
        }
    }

    /** Closes the files of a journal for which no writer could be made. */
    void abandon() throws IOException
    {
        mark.close();
        file.close();
    }
}
