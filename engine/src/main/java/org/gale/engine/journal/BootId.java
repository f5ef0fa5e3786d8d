package org.gale.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which boot of the machine this is: a journal that was not closed under another boot has met a loss of power. */
final class BootId
{
    private static final Path SOURCE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId()
    {
    }

    /** The first 8 bytes of the kernel's boot id. */
    static long current()
    {
        try
        {
            final String uuid = Files.readString(SOURCE, StandardCharsets.US_ASCII).trim().replace("-", "");

            return Long.parseUnsignedLong(uuid.substring(0, 2 * Long.BYTES), 16);
        }
        catch (final IOException exception)
        {
            throw new UncheckedIOException("no boot id: " + SOURCE, exception);
        }
    }
}
