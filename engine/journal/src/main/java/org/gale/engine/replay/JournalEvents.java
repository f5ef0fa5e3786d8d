package org.gale.engine.replay;

import org.agrona.DirectBuffer;

/** Taker of the events of a journal, the messages to all ITSs, in order. */
public interface JournalEvents
{
    /** Takes no events. */
    JournalEvents NONE = new JournalEvents()
    {
        @Override
        public void event(final int its, final int deviceId, final int eventId, final long intendedNs)
        {
            // Nobody counts them.
        }

        @Override
        public void action(final DirectBuffer frame, final int offset, final int endOffset)
        {
            // Nobody counts them.
        }

        @Override
        public void frame(final long beginNs)
        {
            // Nobody counts them.
        }
    };

    /**
     * Takes an event.
     *
     * @param its        number of the ITS
     * @param deviceId   unsigned
     * @param eventId    unsigned
     * @param intendedNs by the clock of the process that offered it
     */
    void event(int its, int deviceId, int eventId, long intendedNs);

    /**
     * Takes a command by which a guest acts, or its host: an instruction, or a HOST command.
     *
     * @param endOffset behind it
     */
    void action(DirectBuffer frame, int offset, int endOffset);

    /**
     * Takes the end of a frame with a TIME, behind its events.
     *
     * @param beginNs time by the same clock from which the time of the frame counts: that of the first phase, as if all
     *                was done by that process
     */
    void frame(long beginNs);
}
