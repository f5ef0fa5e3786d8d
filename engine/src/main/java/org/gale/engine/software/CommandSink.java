package org.gale.engine.software;

import org.agrona.DirectBuffer;

/** Takes whole commands, in order. */
@FunctionalInterface
public interface CommandSink
{
    /** Takes the command that lies at an offset, so many words long. */
    void accept(DirectBuffer buffer, int offset, int words);
}
