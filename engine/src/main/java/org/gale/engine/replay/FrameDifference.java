package org.gale.engine.replay;

import java.util.Locale;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.CommandText;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;

/**
 * First difference between a frame of a run that is repeated and that of its journal.
 *
 * @param sequence number of the first command that differs
 * @param journal  text of what the journal has there
 * @param run      text of what the run has there
 */
record FrameDifference(long sequence, String journal, String run)
{
    private static final CommandText TEXT = new CommandText(null);

    /**
     * Returns the difference between the frame at which a reader stands and that of the run.
     *
     * @param sequence    number of the first command of both
     * @param kind        of the run's frame, one of {@link Frame}'s
     * @param offset      of its payload in the buffer, bytes
     * @param lengthBytes of its payload
     * @param timeNs      of the frame
     */
    static FrameDifference of(
        final JournalReader reader,
        final long sequence,
        final int kind,
        final DirectBuffer frame,
        final int offset,
        final int lengthBytes,
        final long timeNs)
    {
        final CommandCursor ofRun = new CommandCursor().wrap(
            frame, offset, offset + (kind == Frame.COMMANDS ? lengthBytes : 0));
        final CommandCursor ofJournal = commands(reader);
        long number = -1;
        boolean isSame = true;
        boolean hasRun = false;
        boolean hasJournal = false;
        while (isSame)
        {
            number++;
            hasRun = ofRun.next();
            hasJournal = ofJournal.next();
            isSame = hasRun && hasJournal && isSame(frame, ofRun, reader.buffer(), ofJournal);
        }

        return new FrameDifference(sequence + number,
            hasJournal ? text(reader.buffer(), ofJournal) : end(reader.kind(), reader.timeNs()),
            hasRun ? text(frame, ofRun) : end(kind, timeNs));
    }

    /** Returns the difference of a run that ends in front of the frame at which a reader stands. */
    static FrameDifference ofEnd(final JournalReader reader, final long sequence)
    {
        final CommandCursor ofJournal = commands(reader);

        return new FrameDifference(sequence,
            ofJournal.next() ? text(reader.buffer(), ofJournal) : end(reader.kind(), reader.timeNs()), "its end");
    }

    /** Returns the difference as a clause, and a line for each side. */
    String text()
    {
        return String.format(
            Locale.ROOT, "from command %,d on:%n  journal  %s%n  run      %s", sequence, journal, run);
    }

    private static CommandCursor commands(final JournalReader reader)
    {
        return new CommandCursor().wrap(reader.buffer(), reader.payloadOffset(),
            reader.payloadOffset() + (reader.kind() == Frame.COMMANDS ? reader.payloadLength() : 0));
    }

    private static boolean isSame(
        final DirectBuffer frame, final CommandCursor ofRun, final DirectBuffer journal, final CommandCursor ofJournal)
    {
        boolean isSame = ofRun.nextOffset() - ofRun.offset() == ofJournal.nextOffset() - ofJournal.offset();
        for (int at = 0; isSame && ofRun.offset() + at < ofRun.nextOffset(); at += Long.BYTES)
        {
            isSame = frame.getLong(ofRun.offset() + at) == journal.getLong(ofJournal.offset() + at);
        }

        return isSame;
    }

    private static String text(final DirectBuffer buffer, final CommandCursor at)
    {
        final StringBuilder text = new StringBuilder();
        TEXT.append(text, buffer, at.offset(), at.nextOffset());

        return text.toString();
    }

    private static String end(final int kind, final long timeNs)
    {
        return (kind == Frame.COMMANDS ? "the end of a frame" : Frame.kindName(kind)) + " at " + timeNs + " ns";
    }
}
