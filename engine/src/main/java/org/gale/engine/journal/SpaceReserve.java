package org.gale.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** How space is reserved in a file: real zeros, so that a full disk is an exception here and not lost pages later. */
@FunctionalInterface
interface SpaceReserve
{
    /** Writes so many zeros there, all of them. */
    void zero(FileChannel channel, long position, int lengthBytes) throws IOException;
}
