package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;

/** Run of commands that are events of devices, applied together. Owned by the machine's thread. */
interface EventRun
{
    /** Sets a probe that reads a clock when the translations of a run are done. */
    void onTranslated(Runnable probe);

    /** Returns whether a word begins a command of a run. */
    boolean takes(long word);

    /**
     * Applies the events at an offset, those behind a TIME among them.
     *
     * @return the offset after the last one; the offset given if the command is not part of a run after all
     */
    int apply(DirectBuffer frame, int offset, int endOffset);
}
