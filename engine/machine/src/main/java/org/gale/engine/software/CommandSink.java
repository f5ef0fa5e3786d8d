package org.gale.engine.software;

import org.agrona.DirectBuffer;

/** Sink of whole commands, in order. */
@FunctionalInterface
public interface CommandSink
{
    /**
     * Takes a command, which lies at the start of a buffer.
     *
     * @param words length of the command
     */
    void accept(DirectBuffer command, int words);
}
