package org.gale.engine.support;

import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.JournalWriter;

/** Appends of whole frames, for tests that write journals without an engine. */
public final class Appends
{
    private Appends()
    {
    }

    /**
     * Appends the frame that was filled, and waits for space where a helper has still to make it.
     *
     * @return false if it was refused
     */
    public static boolean append(
        final JournalWriter writer, final int kind, final int count, final int payloadLengthBytes)
    {
        AppendResult result = writer.offer(kind, count, payloadLengthBytes);
        for (int turn = 0; result == AppendResult.NOT_READY; turn++)
        {
            writer.awaitSpace(turn);
            result = writer.offer(kind, count, payloadLengthBytes);
        }

        return result == AppendResult.APPENDED;
    }
}
