package org.gale.engine.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.gale.engine.config.Sha256;

/** Hash of a trace by which its storms know it again. Pure functions. */
public final class TraceHash
{
    private static final int BUFFER_BYTES = 1 << 16;

    private TraceHash()
    {
    }

    /** Returns the SHA-256 of a file in hexadecimal digits. */
    public static String of(final Path path) throws IOException
    {
        final MessageDigest digest = Sha256.begin();
        final byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(path))
        {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer))
            {
                digest.update(buffer, 0, read);
            }
        }

        return HexFormat.of().formatHex(digest.digest());
    }
}
