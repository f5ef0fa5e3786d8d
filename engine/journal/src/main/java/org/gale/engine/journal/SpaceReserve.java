package org.gale.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Reservation of space in a file by real zeros. A full disk is then an exception here and not lost pages later. */
@FunctionalInterface
interface SpaceReserve
{
    /** Writes zeros at a position, all of them. */
    void zero(FileChannel channel, long position, int lengthBytes) throws IOException;
}
