package org.gale.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Identity of a boot of the machine. A journal that was left under another boot has met a loss of power. */
final class BootId
{
    private static final Path SOURCE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId()
    {
    }

    /** Returns the first 8 bytes of the kernel's boot id. */
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
