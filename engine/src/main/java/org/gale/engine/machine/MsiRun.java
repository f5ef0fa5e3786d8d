package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.engine.irs.Event;
import org.gale.engine.its.Its;
import org.gale.ringbuf.CommandWord;

/**
 * Applies a run of MSI commands in two passes: translate all into a scratch array, then make each pending. What a
 * translation reports waits in the scratch array for its turn, so outputs do not depend on where a run ends. Owned by
 * the machine's thread.
 */
final class MsiRun
{
    /** The longest run that is translated ahead. */
    static final int LIMIT = 1024;

    private final Machine machine;
    private final Its its;
    private final long[] translations = new long[LIMIT];
    private Runnable onTranslated = () -> { };

    MsiRun(final Machine machine, final Its its)
    {
        this.machine = machine;
        this.its = its;
    }

    /** Who is told when the translations of a run are done, to read a clock. */
    void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    /** Applies the MSI at an offset and those that follow it; returns the offset after the last. */
    int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int limit = Math.min(LIMIT, (endOffset - offset) >>> 3);
        int count = 0;
        while (count < limit)
        {
            final long word = frame.getLong(offset + (count << 3));
            if (CommandWord.opcode(word) != CommandWord.MSI)
            {
                break;
            }
            translations[count++] = its.translate(Commands.msiDeviceId(word), Commands.msiEventId(word));
        }
        onTranslated.run();
        for (int i = 0; i < count; i++)
        {
            deliver(frame.getLong(offset + (i << 3)), translations[i]);
        }
        machine.commandDigest().addRun(frame, offset, count);

        return offset + (count << 3);
    }

    private void deliver(final long word, final long translation)
    {
        machine.outputs().beginCommand();
        if (translation != 0)
        {
            its.deliver(translation, Event.SET_EDGE);
        }
        else
        {
            its.fail(Commands.msiDeviceId(word), Commands.msiEventId(word));
        }
        machine.settle();
    }
}
