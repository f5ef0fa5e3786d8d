package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Marks of committed journals, whose writers died under another boot of another machine. */
public final class JournalMarks
{
    private JournalMarks()
    {
    }

    /** Lets the mark of a journal name this boot, as if its writer had been killed on this machine. */
    public static void adopt(final Path journal) throws IOException
    {
        final ByteBuffer bootId = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bootId.putLong(0, BootId.current());
        try (FileChannel channel = FileChannel.open(journal.resolve(Mark.NAME), StandardOpenOption.WRITE))
        {
            channel.write(bootId, Mark.BOOT_ID_OFFSET);
        }
    }
}
