package org.gale.engine.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Factory of temporary directories in memory, if the host has a large enough one for all. Tests that prove nothing
 * about disks need not wait until a disk has written hundreds of journals.
 */
public final class MemoryDirectory implements TempDirFactory
{
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long LEAST_BYTES = 1L << 30;
    private static final String PREFIX = "gale-test-";

    @Override
    public Path createTempDirectory(final AnnotatedElementContext element, final ExtensionContext context)
        throws IOException
    {
        final boolean isLargeEnough = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY) &&
            Files.getFileStore(MEMORY).getUsableSpace() >= LEAST_BYTES;

        return isLargeEnough ? Files.createTempDirectory(MEMORY, PREFIX) : Files.createTempDirectory(PREFIX);
    }
}
